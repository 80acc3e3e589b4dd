namespace Caneth.Links.Gvret;

/// <summary>Which bus of a GVRET adapter is meant, and how it is set up.</summary>
internal sealed record GvretSettings
{
    /// <summary>The number of the bus, 0 to 15.</summary>
    public int Bus { get; init; }

    /// <summary>The bit rate, 1 to 1,000,000 bit/s; null for that which the adapter has.</summary>
    public int? BitRate { get; init; }

    /// <summary>Whether the bus only listens; where the bit rate is set.</summary>
    public bool ListenOnly { get; init; }

    /// <summary>Whether the adapter's times count.</summary>
    public bool Timestamps { get; init; } = true;
}
