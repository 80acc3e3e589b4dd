namespace Caneth.Sessions;

/// <summary>What a session counted so far.</summary>
public sealed record SessionStatistics
{
    /// <summary>Frames received and decoded.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Frames handed to the operating system, those sent again included.</summary>
    public long FramesSent { get; init; }

    /// <summary>Frames that wait to be sent now.</summary>
    public int FramesPending { get; init; }

    /// <summary>Received frames that readers lost because they were too slow, all readers added up.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Frames that waited to be sent and were given up: to make room, cleared, or when the session was closed.</summary>
    public long FramesDiscarded { get; init; }

    /// <summary>Frames taken back because their sender timed out or cancelled.</summary>
    public long FramesWithdrawn { get; init; }

    /// <summary>Frames sent again because the gateway had not acknowledged them when the connection broke.</summary>
    public long FramesResent { get; init; }

    /// <summary>Frames that the gateway had not acknowledged when the connection broke and that were not sent again.</summary>
    public long FramesUnconfirmed { get; init; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes handed to the operating system.</summary>
    public long BytesSent { get; init; }

    /// <summary>Received bytes passed over because they were no frames, those of partial frames included.</summary>
    public long BytesSkipped { get; init; }

    /// <summary>How often frames went on after such bytes.</summary>
    public long Resynchronisations { get; init; }

    /// <summary>Invalid frames (reserved bits, an id beyond its limit) in line with good ones; they are skipped.</summary>
    public long InvalidFrames { get; init; }

    /// <summary>Frames of which a connection's end left only a part.</summary>
    public long PartialFrames { get; init; }

    /// <summary>
    /// Frames with a DLC of 9 to 15, which is legal on a bus and means 8 bytes; they are among <see cref="FramesReceived"/>.
    /// </summary>
    public long LongDlcFrames { get; init; }

    /// <summary>Idle heartbeats of the gateway, which are not frames.</summary>
    public long Heartbeats { get; init; }

    /// <summary>The bytes of those.</summary>
    public long HeartbeatBytes { get; init; }

    /// <summary>Registration packets, by which the gateway says who it is, and which are not frames.</summary>
    public long RegistrationPackets { get; init; }

    /// <summary>The bytes of those.</summary>
    public long RegistrationBytes { get; init; }

    /// <summary>Connections made after the first.</summary>
    public long Reconnects { get; init; }

    /// <summary>Attempts to connect that failed.</summary>
    public long ConnectFailures { get; init; }

    /// <summary>How often the gateway refused this client, being at its limit.</summary>
    public long Refusals { get; init; }
}
