namespace Caneth.Links.Incoming;

/// <summary>What says who a gateway that dials in is.</summary>
internal enum IdentitySource
{
    /// <summary>Its registration packet; its address where it sends none.</summary>
    Auto,

    /// <summary>Its registration packet; who sends none is refused.</summary>
    Packet,

    /// <summary>The six bytes of a MAC address as its registration packet; who sends none is refused.</summary>
    Mac,

    /// <summary>The address that it comes from, whatever it says.</summary>
    Address,
}
