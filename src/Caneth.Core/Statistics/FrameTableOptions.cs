namespace Caneth.Statistics;

/// <summary>What a <see cref="FrameTable"/> looks at.</summary>
public sealed record FrameTableOptions
{
    /// <summary>
    /// How many ids are kept, 1 to 1,000,000; 65,536 by default. A bus has a few hundred, and whoever sends all half a billion is not to fill
    /// the memory. Frames of others are counted together.
    /// </summary>
    public int MaxIds { get; init; } = 65_536;

    /// <summary>How many mean periods without a frame are a gap, 1 or more; null, the default, looks for none.</summary>
    public double? Gap { get; init; }

    /// <summary>The bit rate of the bus, for its load, as <see cref="BusLoad"/> takes it; null, the default, tells none.</summary>
    public int? BitRate { get; init; }

    /// <summary>The bit rate of the data phase of CAN FD; null, the default, where it is that of the bus.</summary>
    public int? DataBitRate { get; init; }

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        Option.RequireRange(MaxIds, nameof(MaxIds), 1, 1_000_000);
        Option.Require(Gap is null or >= 1, nameof(Gap), Gap, "1 or more");
        Option.Require(BitRate is not null || DataBitRate is null, nameof(DataBitRate), DataBitRate, "none where BitRate is not given");
    }
}
