namespace Caneth.Listening;

/// <summary>What a listener is doing.</summary>
public enum ListenerState
{
    /// <summary>Gateways can dial in.</summary>
    Listening,

    /// <summary>It was stopped, and its devices were disconnected.</summary>
    Stopped,
}
