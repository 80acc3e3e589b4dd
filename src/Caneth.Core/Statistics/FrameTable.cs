using Caneth.Signals;

namespace Caneth.Statistics;

/// <summary>
/// Counts the frames of a device by id: how many, how often, the latest, what changes in them. Nothing is allocated for a frame, only for an
/// id that is new. For one thread at a time.
/// </summary>
public sealed class FrameTable
{
    // Each keeps frames of up to 256 branches.
    private const int MaxBranched = 1_024;

    private const uint RemoteKey = 1u << 30;

    private readonly FrameTableOptions options;
    private readonly BusLoad? load;

    // Nearly all frames are data frames with a standard id, which is its own place; all others are looked up.
    private readonly FrameCounter?[] standard = new FrameCounter?[CanId.MaxStandard + 1];
    private readonly Dictionary<uint, FrameCounter> others = [];
    private readonly List<FrameCounter> counters = [];
    private DatabaseSet databases = DatabaseSet.Empty;
    private int branched;
    private Timestamp first = new(long.MaxValue);
    private Timestamp last = new(long.MinValue);

    /// <summary>A table that is empty.</summary>
    /// <param name="options">What to look at; by default no gaps and no load.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FrameTable(FrameTableOptions? options = null)
    {
        this.options = options ?? new();
        this.options.Validate();
        load = this.options.BitRate is { } rate ? new(rate, this.options.DataBitRate) : null;
    }

    /// <summary>The name of the device; null for none.</summary>
    public string? Device { get; init; }

    /// <summary>What the frames mean; nothing by default. With others, what was kept of multiplexers is forgotten.</summary>
    public DatabaseSet Databases
    {
        get => databases;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (ReferenceEquals(value, databases))
            {
                return;
            }

            databases = value;
            branched = 0;
            counters.ForEach(Explain);
        }
    }

    /// <summary>How many ids are kept.</summary>
    public int IdCount => counters.Count;

    /// <summary>How many frames were counted, error frames aside.</summary>
    public long Count { get; private set; }

    /// <summary>How many error frames were seen; they have no id.</summary>
    public long ErrorFrames { get; private set; }

    /// <summary>How many of the frames are of ids beyond <see cref="FrameTableOptions.MaxIds"/>.</summary>
    public long FramesNotListed { get; private set; }

    /// <summary>The earliest time of a frame; null where there was none.</summary>
    public Timestamp? First => last >= first ? first : null;

    /// <summary>The latest time of a frame; null where there was none.</summary>
    public Timestamp? Last => last >= first ? last : null;

    /// <summary>The time from the first to the last frame, in seconds; null where there is none.</summary>
    public double? Seconds => last > first ? (double)((Int128)last.Nanoseconds - first.Nanoseconds) / 1e9 : null;

    /// <summary>Counts frames.</summary>
    /// <param name="frames">The frames, in their order.</param>
    public void Add(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            Add(frame);
        }
    }

    /// <summary>Counts a frame.</summary>
    /// <param name="frame">The frame.</param>
    public void Add(in CanFrame frame)
    {
        NoteTime(frame.Timestamp);
        if ((frame.Flags & FrameFlags.Error) != 0)
        {
            ErrorFrames++;
            return;
        }

        Count++;
        var counter = (frame.Flags & (FrameFlags.Extended | FrameFlags.Remote)) == 0 ? standard[frame.Id] : null;
        counter ??= Find(frame);
        counter?.Add(frame);
        FramesNotListed += counter is null ? 1 : 0;
        if (load is not null)
        {
            var bits = load.Add(frame);
            counter?.Add(bits);
        }
    }

    /// <summary>What came of each id, standard ids first, in the order of the ids.</summary>
    /// <param name="seconds">How long was measured, for the rates; by default from the first to the last frame of all ids.</param>
    /// <returns>What is known now; it does not change.</returns>
    public IReadOnlyList<FrameStatistics> GetIds(double? seconds = null)
    {
        var time = seconds ?? Seconds;
        return
        [
            .. counters.Select(counter => counter.Snapshot(time, options.Gap, load))
                .OrderBy(id => id.Extended).ThenBy(id => id.Id).ThenBy(id => id.Remote),
        ];
    }

    /// <summary>What came in all.</summary>
    /// <param name="start">When the measurement began; by default with the first frame.</param>
    /// <param name="seconds">How long was measured; by default from the first to the last frame.</param>
    /// <returns>What is known now; it does not change.</returns>
    public BusStatistics GetBus(Timestamp? start = null, double? seconds = null)
    {
        var time = seconds ?? Seconds ?? 0;
        return new(Device, GetIds(time))
        {
            Timestamp = start ?? First,
            Duration = time,
            Count = Count,
            Rate = time > 0 ? Count / time : null,
            Load = load?.PercentOf(load.Bits, time),
            LoadWithoutStuffing = load?.PercentOf(load.BitsWithoutStuffing, time),
            LoadWorstCase = load?.PercentOf(load.BitsWorstCase, time),
            PeakLoad = load?.Peak,
            PeakTime = load?.PeakTime,
            ErrorFrames = ErrorFrames,
            FramesNotListed = FramesNotListed,
            BitRate = load?.BitRate,
            DataBitRate = load?.DataBitRate,
        };
    }

    private void NoteTime(Timestamp time)
    {
        first = time < first ? time : first;
        last = time > last ? time : last;
    }

    /// <summary>What counts the frames of an id, made where it is new; null where there are too many ids.</summary>
    private FrameCounter? Find(in CanFrame frame)
    {
        var isStandard = (frame.Flags & (FrameFlags.Extended | FrameFlags.Remote)) == 0;
        var key = CanDatabase.Key(frame.Id, frame.Extended) | (frame.Remote ? RemoteKey : 0);
        if (!isStandard && others.TryGetValue(key, out var known))
        {
            return known;
        }

        if (counters.Count >= options.MaxIds)
        {
            return null;
        }

        var counter = new FrameCounter(frame, keepsGaps: options.Gap is not null);
        counters.Add(counter);
        Explain(counter);
        if (isStandard)
        {
            standard[frame.Id] = counter;
        }
        else
        {
            others.Add(key, counter);
        }

        return counter;
    }

    private void Explain(FrameCounter counter)
    {
        counter.Use(databases.TryFind(counter.Last, out var message) ? message : null, keepsBranches: branched < MaxBranched);
        branched += counter.IsBranched ? 1 : 0;
    }
}
