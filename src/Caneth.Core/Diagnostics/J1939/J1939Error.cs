namespace Caneth.Diagnostics;

/// <summary>Why a message was not carried whole, or a request was not answered.</summary>
public enum J1939Error
{
    /// <summary>A packet is missing.</summary>
    MissingPacket,

    /// <summary>The next packet did not come in time.</summary>
    NoPacket,

    /// <summary>One of the two sides broke the transfer off.</summary>
    Aborted,

    /// <summary>The same sender began another one.</summary>
    Superseded,

    /// <summary>There were no more frames.</summary>
    Unfinished,

    /// <summary>So many other transfers had begun that this one was given up.</summary>
    Displaced,

    /// <summary>The receiver did not answer in time.</summary>
    NoAnswer,

    /// <summary>The connection was lost in the midst of it, or there is none.</summary>
    LinkLost,

    /// <summary>The node has no address: another one has it.</summary>
    NoAddress,

    /// <summary>Who was asked does not have the group (negative acknowledgement).</summary>
    NotSupported,

    /// <summary>Who was asked does not let this node have the group (access denied).</summary>
    AccessDenied,

    /// <summary>Who was asked cannot answer now.</summary>
    Busy,
}
