namespace Caneth.Logs.Pcap;

/// <summary>A packet of a capture file.</summary>
internal readonly ref struct CapturedPacket
{
    /// <summary>What it was recorded from.</summary>
    public required CaptureInterface Interface { get; init; }

    /// <summary>When it was recorded.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>What of it was recorded; valid until the next is read.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>How long it was, in bytes.</summary>
    public uint Length { get; init; }

    /// <summary>Whether the one who recorded it had sent it.</summary>
    public bool IsSent { get; init; }
}
