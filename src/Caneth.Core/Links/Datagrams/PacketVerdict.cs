namespace Caneth.Links.Datagrams;

/// <summary>What a packet is at first sight.</summary>
internal enum PacketVerdict
{
    /// <summary>One to read.</summary>
    Take,

    /// <summary>None of this wire.</summary>
    Foreign,

    /// <summary>One that has come before.</summary>
    Double,
}
