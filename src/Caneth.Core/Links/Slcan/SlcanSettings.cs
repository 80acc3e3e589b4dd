namespace Caneth.Links.Slcan;

/// <summary>How an SLCAN adapter is set up before its bus is opened.</summary>
internal sealed record SlcanSettings
{
    /// <summary>The bit rates that <c>S0</c> to <c>S8</c> stand for, in bit/s.</summary>
    public static readonly int[] BitRates = [10_000, 20_000, 50_000, 100_000, 125_000, 250_000, 500_000, 800_000, 1_000_000];

    /// <summary>The bit rates of the data phase that <c>Y1</c>, <c>Y2</c>, <c>Y4</c> and <c>Y5</c> stand for in CANable's firmware, in bit/s.</summary>
    public static readonly int[] DataBitRates = [1_000_000, 2_000_000, 4_000_000, 5_000_000];

    /// <summary>The bit rate, one of <see cref="BitRates"/>; null for that which the adapter has.</summary>
    public int? BitRate { get; init; }

    /// <summary>The bit rate of the data phase, one of <see cref="DataBitRates"/>; null where there is no CAN FD.</summary>
    public int? DataBitRate { get; init; }

    /// <summary>Whether it only listens: it sends nothing, not even acknowledgements.</summary>
    public bool ListenOnly { get; init; }

    /// <summary>Whether it says when frames came.</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>How many frames may wait for its answer.</summary>
    public int Window { get; init; } = 1;

    /// <summary>How often its bus is closed at first until it answers: it may have to start.</summary>
    public int Tries { get; init; } = 1;
}
