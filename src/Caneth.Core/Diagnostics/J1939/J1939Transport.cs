namespace Caneth.Diagnostics;

/// <summary>How a message of J1939 was carried (SAE J1939-21).</summary>
public enum J1939Transport
{
    /// <summary>In one frame.</summary>
    OneFrame,

    /// <summary>In several, to all, announced before (BAM).</summary>
    Broadcast,

    /// <summary>In several, to one address, which says how many it wants (RTS and CTS).</summary>
    Connection,
}
