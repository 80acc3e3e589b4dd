namespace Caneth.Links;

/// <summary>What kind of thing a <see cref="LinkNotice"/> is about.</summary>
public enum LinkNoticeKind
{
    /// <summary>What was not a frame was skipped, and frames went on.</summary>
    Resynchronised,

    /// <summary>What came is not a frame, and no frame came after it.</summary>
    ForeignData,

    /// <summary>The other side said who it is.</summary>
    Identified,

    /// <summary>The first frame of the connection with a DLC of 9 to 15 came; it is a frame like others.</summary>
    LongDlc,

    /// <summary>The connection ended in the middle of a frame.</summary>
    PartialFrame,

    /// <summary>Where nothing shows that anybody is there, something came for the first time.</summary>
    Heard,

    /// <summary>The other side is there, but no frame has come.</summary>
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

    /// <summary>Somebody connected who is not the one that is waited for, or could not be accepted.</summary>
    NotAdmitted,
}
