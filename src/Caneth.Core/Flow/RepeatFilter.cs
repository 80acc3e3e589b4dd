using System.Globalization;

namespace Caneth.Flow;

/// <summary>
/// Keeps what happens again and again from being reported each time: the first of a kind at once, those that follow together, at
/// intervals that grow as long as they come. Safe for all threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="policy">How many are reported, and when.</param>
internal sealed class RepeatFilter<T>(TimeProvider time, RepeatPolicy policy)
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Row> rows = [];
    private bool ended;

    /// <summary>How long until something that was held back is due; infinite where nothing was.</summary>
    public TimeSpan NextDue
    {
        get
        {
            lock (gate)
            {
                var next = Timeout.InfiniteTimeSpan;
                foreach (var row in rows.Values.Where(row => row.Times > 0))
                {
                    var left = row.Interval - time.GetElapsedTime(row.ReportedAt);
                    left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                    next = next < TimeSpan.Zero || left < next ? left : next;
                }

                return next;
            }
        }
    }

    /// <summary>Notes something.</summary>
    /// <param name="kind">What kind of thing; those of one kind are reported together.</param>
    /// <param name="item">The thing.</param>
    /// <param name="frames">How many frames it is about.</param>
    /// <returns>What to report now, including those before it that were held back; null where it is held back.</returns>
    public Repeated<T>? Note(object kind, T item, long frames = 0)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var row = RowOf(kind, now);
            row.LastAt = now;
            if (row.Reported < policy.AtOnce || ended)
            {
                row.Reported++;
                row.ReportedAt = now;
                return new(item, 1, frames, TimeSpan.Zero);
            }

            row.Last = item;
            row.Times++;
            row.Frames += frames;
            return time.GetElapsedTime(row.ReportedAt, now) >= row.Interval ? Take(row, now) : null;
        }
    }

    /// <summary>What was held back and is due.</summary>
    public IReadOnlyList<Repeated<T>> Due() => Take(isEnd: false);

    /// <summary>All that was held back; from now on everything is reported at once.</summary>
    public IReadOnlyList<Repeated<T>> End() => Take(isEnd: true);

    private Row RowOf(object kind, long now)
    {
        if (!rows.TryGetValue(kind, out var row) && rows.Count >= policy.MaxKinds)
        {
            foreach (var over in rows.Where(known => IsOver(known.Value, now)).Select(known => known.Key).ToList())
            {
                rows.Remove(over);
            }

            // Who gives each thing a kind of its own must not fill the memory.
            kind = rows.Count < policy.MaxKinds ? kind : policy;
            rows.TryGetValue(kind, out row);
        }

        return row is null || IsOver(row, now) ? (rows[kind] = new(policy.FirstInterval)) : row;
    }

    private bool IsOver(Row row, long now) => row.Times == 0
        && time.GetElapsedTime(row.LastAt, now) >= (2 * row.Interval > policy.Quiet ? 2 * row.Interval : policy.Quiet);

    private List<Repeated<T>> Take(bool isEnd)
    {
        lock (gate)
        {
            ended |= isEnd;
            var now = time.GetTimestamp();
            return [.. rows.Values
                .Where(row => row.Times > 0 && (isEnd || time.GetElapsedTime(row.ReportedAt, now) >= row.Interval))
                .Select(row => Take(row, now))];
        }
    }

    private Repeated<T> Take(Row row, long now)
    {
        var repeated = new Repeated<T>(row.Last!, row.Times, row.Frames, time.GetElapsedTime(row.ReportedAt, now));
        row.Interval = row.Interval * 2 < policy.LongestInterval ? row.Interval * 2 : policy.LongestInterval;
        (row.Times, row.Frames, row.ReportedAt, row.Last) = (0, 0, now, default);
        return repeated;
    }

    /// <summary>Things of one kind: how many were reported at once, and what was held back.</summary>
    private sealed class Row(TimeSpan interval)
    {
        public TimeSpan Interval { get; set; } = interval;

        public int Reported { get; set; }

        public long ReportedAt { get; set; }

        public long LastAt { get; set; }

        public long Times { get; set; }

        public long Frames { get; set; }

        public T? Last { get; set; }
    }
}

/// <summary>How a <see cref="RepeatFilter{T}"/> reports what repeats.</summary>
/// <param name="AtOnce">How many of a kind are reported at once.</param>
/// <param name="FirstInterval">For how long those that follow are gathered at first; it doubles each time.</param>
/// <param name="LongestInterval">The longest time for which they are gathered.</param>
/// <param name="Quiet">After this time without any, and twice the interval, the next is news again.</param>
/// <param name="MaxKinds">The most kinds that are distinguished.</param>
internal sealed record RepeatPolicy(int AtOnce, TimeSpan FirstInterval, TimeSpan LongestInterval, TimeSpan Quiet, int MaxKinds);

/// <summary>Something that happened, once or several times.</summary>
/// <param name="Last">The last of them.</param>
/// <param name="Times">How often it happened.</param>
/// <param name="Frames">How many frames they were about together.</param>
/// <param name="Within">In what time.</param>
internal readonly record struct Repeated<T>(T Last, long Times, long Frames, TimeSpan Within)
{
    /// <summary>A message about the last of them, and how often it happened.</summary>
    public string Describe(string message) => Times == 1 ? message
        : string.Create(CultureInfo.InvariantCulture,
            $"{message} ({Times:N0} times within {Amount.Seconds(TimeSpan.FromSeconds(Math.Max(1, Math.Round(Within.TotalSeconds))))}{(Frames > 0 ? $", {Amount.Frames(Frames)} in all" : "")}.)");
}
