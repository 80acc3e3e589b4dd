namespace Caneth.Diagnostics.Channels;

/// <summary>A control unit that was found: it answered twice.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class FoundEcu
{
    internal FoundEcu(string device, uint request, uint reply, bool isExtended, bool hasRefused) =>
        (Device, Request, Reply, Extended, Refused) = (device, request, reply, isExtended, hasRefused);

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>The id that its requests have.</summary>
    public uint Request { get; }

    /// <summary>The same as people read it, in hex: <c>7E0</c>.</summary>
    public string HexRequest => CanId.Format(Request, Extended);

    /// <summary>The id that its answers have.</summary>
    public uint Reply { get; }

    /// <summary>The same as people read it, in hex: <c>7E8</c>.</summary>
    public string HexReply => CanId.Format(Reply, Extended);

    /// <summary>Whether these ids have 29 bits.</summary>
    public bool Extended { get; }

    /// <summary>Whether it refused to say that it is there, by which it said so.</summary>
    public bool Refused { get; }

    /// <summary>Both ids.</summary>
    /// <returns><c>7E0 -> 7E8</c></returns>
    public override string ToString() => $"{HexRequest} -> {HexReply}";
}
