namespace Caneth.Diagnostics.Channels;

/// <summary>How far a node of J1939 is with its address.</summary>
public enum J1939NodeState
{
    /// <summary>Its device has no connection; with the next one it claims its address again.</summary>
    Disconnected,

    /// <summary>It said which address it wants, and others may still object.</summary>
    Claiming,

    /// <summary>The address is its own.</summary>
    Claimed,

    /// <summary>Others have all addresses that it might take: it is silent.</summary>
    CannotClaim,

    /// <summary>It has ended: it was closed, or its session was.</summary>
    Closed,
}
