namespace Caneth.Diagnostics;

/// <summary>Why a message was not carried whole.</summary>
public enum IsoTpError
{
    /// <summary>A consecutive frame had another number than the one after the frame before: frames are missing, or came in another order.</summary>
    WrongSequence,

    /// <summary>The next consecutive frame did not come in time (N_Cr).</summary>
    NoConsecutiveFrame,

    /// <summary>A consecutive frame carried more or fewer bytes than the frames before it.</summary>
    WrongFrameLength,

    /// <summary>The message declares more bytes than are taken.</summary>
    TooLong,

    /// <summary>Another message of the same sender began before this one had ended.</summary>
    Superseded,

    /// <summary>There were no more frames.</summary>
    Unfinished,

    /// <summary>So many other messages had begun that this one was given up.</summary>
    Displaced,

    /// <summary>The receiver did not say in time whether it wants more (N_Bs).</summary>
    NoFlowControl,

    /// <summary>The receiver said that it has no room for so long a message.</summary>
    Overflow,

    /// <summary>The receiver asked for patience more often than is allowed (N_WFTmax).</summary>
    TooManyWaits,

    /// <summary>The receiver sent a flow control with a status that ISO 15765-2 reserves.</summary>
    InvalidFlowStatus,

    /// <summary>The connection was lost in the midst of it, or there is none.</summary>
    LinkLost,
}
