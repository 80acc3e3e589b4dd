namespace Caneth.Servers;

/// <summary>What a server is doing.</summary>
public enum ServerState
{
    /// <summary>It serves clients, whether its device is connected now or not.</summary>
    Running,

    /// <summary>It has ended: it was stopped, or its device has ended.</summary>
    Stopped,
}
