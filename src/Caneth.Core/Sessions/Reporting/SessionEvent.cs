namespace Caneth.Sessions;

/// <summary>What kind of thing happened to a session.</summary>
public enum SessionEventKind
{
    /// <summary>The gateway was reached.</summary>
    Connected,

    /// <summary>An attempt to connect failed.</summary>
    ConnectFailed,

    /// <summary>The gateway refused the client, being at its limit.</summary>
    Refused,

    /// <summary>The connection ended without being asked to, or was silent for the idle time and a new one took its place.</summary>
    Lost,

    /// <summary>The next attempt was scheduled.</summary>
    Retry,

    /// <summary>Bytes that were not frames were skipped, and alignment found again.</summary>
    Resynchronised,

    /// <summary>Bytes came that are not frames, and no frame after them: perhaps this is not the data port of a gateway.</summary>
    ForeignData,

    /// <summary>The gateway said who it is, by a registration packet.</summary>
    Identified,

    /// <summary>The first frame with a DLC of 9 to 15 came over a connection; it is a frame like others.</summary>
    LongDlc,

    /// <summary>A connection ended in the middle of a received frame.</summary>
    PartialFrame,

    /// <summary>A reader was too slow and lost frames.</summary>
    FramesDropped,

    /// <summary>Frames that waited to be sent were given up.</summary>
    FramesDiscarded,

    /// <summary>Frames that the gateway had not acknowledged are sent again.</summary>
    FramesResent,

    /// <summary>Frames that the gateway had not acknowledged are not sent again.</summary>
    FramesUnconfirmed,

    /// <summary>Frames that waited to be sent were taken back, because they may wait no longer.</summary>
    FramesWithdrawn,

    /// <summary>The computer slept or its clock was set, so that the times of frames jump.</summary>
    ClockChanged,

    /// <summary>A reader's filter or buffer failed, so that its subscription has ended.</summary>
    ReaderFailed,

    /// <summary>The session ended.</summary>
    Closed,

    /// <summary>Where nothing shows that anybody is there, as by UDP, something came for the first time.</summary>
    Heard,

    /// <summary>The other side is there, but no frame has come: perhaps its bit rate is wrong.</summary>
    NoFrames,

    /// <summary>Packets, and the frames in them, were lost on the way.</summary>
    PacketsLost,

    /// <summary>The controller of the bus reports errors, by error frames.</summary>
    BusErrors,

    /// <summary>Frames of other buses come over the same connection, and are passed over.</summary>
    OtherBus,

    /// <summary>The other side reported an error: a frame that it did not take, or a command that it does not know.</summary>
    PeerError,

    /// <summary>An operating system dropped received frames, because they came faster than they were taken.</summary>
    FramesLost,

    /// <summary>Somebody connected who is not the gateway that is waited for, or could not be accepted.</summary>
    NotAdmitted,
}

/// <summary>Something that happened to a session.</summary>
public sealed class SessionEvent : CanEvent
{
    internal SessionEvent(string device, SessionEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Device = device;
        Kind = kind;
    }

    /// <summary>The name of the session.</summary>
    public string Device { get; }

    /// <summary>What kind of thing.</summary>
    public SessionEventKind Kind { get; }

    /// <summary>The failure that caused it, if any.</summary>
    public CanSessionException? Error { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => Error?.Recommendation;

    /// <summary>The frames it is about, where they are known one by one; older events lose theirs once 50,000 are kept.</summary>
    public IReadOnlyList<CanFrame> Frames { get; internal set; } = [];
}
