namespace Caneth.Logs.Pcap;

/// <summary>What a packet says of its frame beside what the frame says itself.</summary>
/// <param name="Timestamp">When it was recorded.</param>
/// <param name="Channel">The channel; null for none.</param>
/// <param name="Flags">Whether the one who recorded it had sent it.</param>
internal readonly record struct FrameOrigin(Timestamp Timestamp, string? Channel, FrameFlags Flags);
