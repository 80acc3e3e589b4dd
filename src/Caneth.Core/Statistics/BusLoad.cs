namespace Caneth.Statistics;

/// <summary>
/// How much of a bus's time frames take: in all, and in the busiest tenth of a second. For one thread at a time.
/// </summary>
/// <remarks>
/// A frame belongs to the moment of its <see cref="CanFrame.Timestamp"/>. Where several frames share one, as those of a TCP segment do, the
/// busiest tenth of a second may be told busier than a bus can be.
/// </remarks>
public sealed class BusLoad
{
    /// <summary>The highest bit rate, in bits a second: far above what CAN FD reaches.</summary>
    public const int MaxBitRate = 100_000_000;

    private const long NanosecondsPerWindow = 100_000_000;
    private const double Percent = 100;

    private readonly double nominal;
    private readonly double data;
    private long window;
    private FrameBits inWindow;
    private double busiest;
    private long busiestWindow;

    /// <summary>A bus on which nothing was seen yet.</summary>
    /// <param name="bitRate">Its bit rate in bits a second, 1 to 100,000,000.</param>
    /// <param name="dataBitRate">The bit rate of the data phase of CAN FD, in the same range; null where it is the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bit rate is out of its range.</exception>
    public BusLoad(int bitRate, int? dataBitRate = null)
    {
        Require(bitRate, nameof(BitRate));
        Require(dataBitRate ?? bitRate, nameof(DataBitRate));
        BitRate = bitRate;
        DataBitRate = dataBitRate ?? bitRate;
        nominal = 1.0 / BitRate;
        data = 1.0 / DataBitRate;
    }

    /// <summary>How much time a window is that the peak is looked for in.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromTicks(NanosecondsPerWindow / 100);

    /// <summary>The bit rate, in bits a second.</summary>
    public int BitRate { get; }

    /// <summary>The bit rate of the data phase of CAN FD, in bits a second.</summary>
    public int DataBitRate { get; }

    /// <summary>The bits of all frames, stuff bits as their ids and data make them.</summary>
    public FrameBits Bits { get; private set; }

    /// <summary>The bits of all frames without stuff bits.</summary>
    public FrameBits BitsWithoutStuffing { get; private set; }

    /// <summary>The bits of all frames with a stuff bit wherever one is possible.</summary>
    public FrameBits BitsWorstCase { get; private set; }

    /// <summary>How much of the busiest tenth of a second frames took, in percent. The tenths are those of the clock.</summary>
    public double Peak => Math.Max(busiest, SecondsOf(inWindow)) / Window.TotalSeconds * Percent;

    /// <summary>When the busiest tenth of a second began; null where no frame was seen.</summary>
    public Timestamp? PeakTime => Bits.Total == 0 ? null : new(NanosecondsPerWindow * (SecondsOf(inWindow) > busiest ? window : busiestWindow));

    /// <summary>Sees a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Its bits, exact.</returns>
    public FrameBits Add(in CanFrame frame)
    {
        var exact = FrameBits.Exact(frame);
        Bits += exact;
        BitsWithoutStuffing += FrameBits.WithoutStuffing(frame);
        BitsWorstCase += FrameBits.WorstCase(frame);
        Enter(frame.Timestamp);
        inWindow += exact;
        return exact;
    }

    /// <summary>How long a bus takes for some bits.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The time, in seconds.</returns>
    public double SecondsOf(FrameBits bits) => bits.Nominal * nominal + bits.Data * data;

    /// <summary>How much of a time some bits take.</summary>
    /// <param name="bits">The bits.</param>
    /// <param name="seconds">The time, in seconds.</param>
    /// <returns>The load in percent; null where there is no time.</returns>
    public double? PercentOf(FrameBits bits, double seconds) => seconds > 0 ? SecondsOf(bits) / seconds * Percent : null;

    private void Enter(Timestamp time)
    {
        var (whole, rest) = Math.DivRem(time.Nanoseconds, NanosecondsPerWindow);
        var entered = rest < 0 ? whole - 1 : whole;
        if (entered == window)
        {
            return;
        }

        if (SecondsOf(inWindow) is var seconds && seconds > busiest)
        {
            (busiest, busiestWindow) = (seconds, window);
        }

        (window, inWindow) = (entered, default);
    }

    private static void Require(int rate, string option) => Option.RequireRange(rate, option, 1, MaxBitRate, " bits a second");
}
