namespace Caneth.Links;

/// <summary>What a link has counted so far of what came and is no frame, and what it came in.</summary>
public readonly record struct LinkCounters
{
    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes passed over because they were no frames, those of a partial frame at the end included.</summary>
    public long BytesSkipped { get; init; }

    /// <summary>How often frames went on after such bytes.</summary>
    public long Resynchronisations { get; init; }

    /// <summary>Single invalid frames in line with good ones.</summary>
    public long InvalidFrames { get; init; }

    /// <summary>Frames of which the end left only a part.</summary>
    public long PartialFrames { get; init; }

    /// <summary>Frames with a DLC of 9 to 15.</summary>
    public long LongDlcFrames { get; init; }

    /// <summary>Heartbeats, which are not frames.</summary>
    public long Heartbeats { get; init; }

    /// <summary>The bytes of those.</summary>
    public long HeartbeatBytes { get; init; }

    /// <summary>Packets by which the other side says who it is.</summary>
    public long RegistrationPackets { get; init; }

    /// <summary>The bytes of those.</summary>
    public long RegistrationBytes { get; init; }
}
