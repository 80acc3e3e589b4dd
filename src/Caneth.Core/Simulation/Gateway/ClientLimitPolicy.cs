namespace Caneth.Simulation;

/// <summary>What a gateway does with one client more than it has room for. EBYTE devices can be configured for either.</summary>
public enum ClientLimitPolicy
{
    /// <summary>The new client reads <c>Sorry,Limited</c>, 13 bytes that are not a frame, and is disconnected.</summary>
    RefuseWithText,

    /// <summary>The client that has been connected longest is disconnected.</summary>
    DisconnectOldest,
}
