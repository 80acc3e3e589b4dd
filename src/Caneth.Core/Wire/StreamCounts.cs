namespace Caneth.Wire;

/// <summary>What a <see cref="FrameStreamDecoder"/> has counted of its connection so far.</summary>
internal readonly record struct StreamCounts(
    long Skipped,
    long Found,
    long Invalid,
    long LongDlc,
    long Heartbeats,
    long HeartbeatBytes,
    long Registrations,
    long RegistrationBytes,
    long Partial);
