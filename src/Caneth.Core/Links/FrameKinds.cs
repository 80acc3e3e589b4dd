namespace Caneth.Links;

/// <summary>Kinds of frames that a link may carry or not.</summary>
[Flags]
public enum FrameKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Classic data frames with 0 to 8 bytes.</summary>
    Data = 1,

    /// <summary>Remote frames (RTR).</summary>
    Remote = 2,

    /// <summary>Classic frames with a raw DLC of 9 to 15, which means 8 bytes.</summary>
    RawDlc = 4,

    /// <summary>CAN FD frames.</summary>
    Fd = 8,

    /// <summary>Error frames.</summary>
    Error = 16,
}
