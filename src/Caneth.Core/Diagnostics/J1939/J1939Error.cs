namespace Caneth.Diagnostics;

/// <summary>Why a message of several frames was not carried whole.</summary>
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
}
