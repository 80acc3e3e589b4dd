namespace Caneth.Plotting;

/// <summary>
/// Makes series of how many frames a second come: each value is that of an interval, and holds from its beginning to its end. An interval
/// that is not over at the end is left out, since its rate is not known.
/// </summary>
/// <param name="every">How long an interval is; more than 0.</param>
/// <param name="eachId">Whether each id has a series of its own; else each device has one.</param>
/// <param name="maxPoints">The points that are kept at most.</param>
public sealed class RateCollector(TimeSpan every, bool eachId, long maxPoints = SeriesCollector.DefaultMaxPoints) : SeriesCollector(maxPoints)
{
    private readonly long interval = every > TimeSpan.Zero ? every.Ticks * TimeSpan.NanosecondsPerTick
        : throw new ArgumentOutOfRangeException(nameof(every), every, "An interval takes more than 0 s.");

    private readonly Dictionary<(uint Id, bool Extended, string? Device), Counter> all = [];
    private bool isOver;
    private bool hasBegun;
    private long start;
    private long latest;

    /// <summary>Counts a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Always 1.</returns>
    /// <exception cref="InvalidOperationException">The series were asked for already.</exception>
    public int Add(in CanFrame frame)
    {
        if (isOver)
        {
            throw new InvalidOperationException("The counting is over: the series were asked for.");
        }

        var time = frame.Timestamp.Nanoseconds;
        (start, latest) = hasBegun ? (start, Math.Max(latest, time)) : (time, time);
        hasBegun = true;
        var key = eachId ? (frame.Id, frame.Extended, frame.Device) : (0, false, frame.Device);
        if (!all.TryGetValue(key, out var counter))
        {
            all.Add(key, counter = new(new("", "1/s", isStepped: true)));
            if (IntervalOf(time) > 0)
            {
                Add(counter, 0, 0);
            }
        }

        Count(counter, IntervalOf(time));
        return 1;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TimeSeries> GetSeries()
    {
        var hasDevices = all.Keys.Select(key => key.Device).Distinct().Skip(1).Any();
        foreach (var (key, counter) in all)
        {
            var id = eachId ? CanId.Format(key.Id, key.Extended) : "Frames";
            counter.Series.Name = hasDevices ? $"{id} ({key.Device})" : id;
            if (!isOver)
            {
                End(counter);
            }
        }

        isOver = true;
        return [.. all.Values.Select(counter => counter.Series)];
    }

    private long IntervalOf(long time) => (long)Math.Floor((time - start) / (double)interval);

    private void Count(Counter counter, long at)
    {
        if (counter.Frames > 0 && at != counter.Interval)
        {
            Finish(counter, at);
        }

        counter.Interval = at;
        counter.Frames++;
    }

    private void End(Counter counter)
    {
        var end = IntervalOf(latest);
        if (end == 0)
        {
            // Where there is no whole interval, the only one is taken as it is.
            Add(counter, 0, counter.Frames);
            end = 1;
        }
        else if (counter.Interval < end)
        {
            Finish(counter, end);
        }

        Add(counter, end, counter.Last);
    }

    private void Finish(Counter counter, long next)
    {
        Add(counter, counter.Interval, counter.Frames);

        // However long nothing came, it takes two points to say so.
        if (next > counter.Interval + 1)
        {
            Add(counter, counter.Interval + 1, 0);
        }

        counter.Frames = 0;
    }

    private void Add(Counter counter, long at, double frames)
    {
        counter.Last = frames;
        Add(counter.Series, new(start + at * interval), frames / every.TotalSeconds);
    }

    private sealed class Counter(TimeSeries series)
    {
        public TimeSeries Series { get; } = series;

        public long Interval { get; set; }

        public long Frames { get; set; }

        public double Last { get; set; }
    }
}
