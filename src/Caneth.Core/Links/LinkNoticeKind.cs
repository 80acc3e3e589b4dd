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
}
