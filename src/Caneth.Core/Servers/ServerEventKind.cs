namespace Caneth.Servers;

/// <summary>What kind of thing happened to a server.</summary>
public enum ServerEventKind
{
    /// <summary>A client has connected.</summary>
    ClientConnected,

    /// <summary>A client has left.</summary>
    ClientLeft,

    /// <summary>There was no room for one more client.</summary>
    ClientRefused,

    /// <summary>A client was disconnected: it spoke another protocol, wanted what is not there, or took nothing for too long.</summary>
    ClientDisconnected,

    /// <summary>Frames of a client were refused.</summary>
    FramesRefused,

    /// <summary>Frames of a client waited too long to be sent, and were taken back.</summary>
    FramesNotSent,

    /// <summary>The server ended, not because it was stopped.</summary>
    Ended,
}
