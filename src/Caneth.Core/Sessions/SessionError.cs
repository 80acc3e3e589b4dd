namespace Caneth.Sessions;

/// <summary>Why a session could not do what it was asked to.</summary>
public enum SessionError
{
    /// <summary>The host name does not resolve to an address.</summary>
    HostNotFound,

    /// <summary>The host answered that nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>Nobody answered in time.</summary>
    ConnectTimeout,

    /// <summary>The host cannot be reached for another reason.</summary>
    ConnectFailed,

    /// <summary>The gateway serves as many clients as it can, said so (<c>Sorry,Limited</c>) and closed.</summary>
    ClientLimit,

    /// <summary>The gateway closed the connection in order.</summary>
    ClosedByGateway,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>Nothing was received for the idle time.</summary>
    IdleTimeout,

    /// <summary>4 KiB in a row were not frames.</summary>
    AlignmentLost,

    /// <summary>The session is closed.</summary>
    SessionClosed,

    /// <summary>The send buffer is full, and the sender does not want to wait.</summary>
    SendBufferFull,

    /// <summary>The frame was given up to make room, cleared, or thrown away when the session was closed.</summary>
    SendDiscarded,

    /// <summary>The frame had waited as long as it may, and was taken back.</summary>
    SendTimeout,

    /// <summary>The frame was written and not acknowledged when the connection broke, and is not to be sent twice.</summary>
    SendUnconfirmed,

    /// <summary>The other side speaks another protocol than the address says, or will not do what was asked: it has no such bus, for example.</summary>
    HandshakeFailed,
}
