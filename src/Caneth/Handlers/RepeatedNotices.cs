namespace Caneth.Handlers;

/// <summary>
/// Keeps what happens again and again from filling the screen: the first is told at once, those after it together, at growing
/// intervals. Safe for all threads.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class RepeatedNotices(TimeProvider clock)
{
    // Whoever gives each notice a kind of its own must not fill the memory, nor the screen.
    private const int MostKinds = 16;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Kind> kinds = [];

    /// <summary>How long until there is something to tell of what was held back; infinite where there is nothing.</summary>
    public TimeSpan NextDue
    {
        get
        {
            lock (gate)
            {
                if (kinds.Count == 0)
                {
                    return Timeout.InfiniteTimeSpan;
                }

                var held = kinds.Values.Where(kind => kind.Held > 0).ToList();
                return held.Count == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(1, held.Min(kind => kind.Left(clock)).TotalMilliseconds));
            }
        }
    }

    /// <summary>Notes that something happened.</summary>
    /// <param name="kind">What kind of thing; those of one kind are told together.</param>
    /// <param name="text">What happened.</param>
    /// <returns>What to tell now; null to wait.</returns>
    public string? Note(string kind, string text)
    {
        lock (gate)
        {
            if (!kinds.TryGetValue(kind, out var known))
            {
                kind = kinds.Count < MostKinds ? kind : string.Empty;
                known = kinds.TryGetValue(kind, out var other) ? other : kinds[kind] = new();
            }

            return known.Note(clock, text);
        }
    }

    /// <summary>What was held back and is due to be told.</summary>
    public IReadOnlyList<string> Due() => Take(kind => kind.Left(clock) <= TimeSpan.Zero);

    /// <summary>All that was held back, because nothing follows; what comes next is told at once again.</summary>
    public IReadOnlyList<string> Rest()
    {
        lock (gate)
        {
            var rest = Take(_ => true);
            kinds.Clear();
            return rest;
        }
    }

    private IReadOnlyList<string> Take(Func<Kind, bool> isWanted)
    {
        lock (gate)
        {
            return kinds.Count == 0 ? [] : [.. kinds.Values.Where(kind => kind.Held > 0 && isWanted(kind)).Select(kind => kind.Take(clock))];
        }
    }

    private sealed class Kind
    {
        private TimeSpan interval;
        private long told;
        private string last = string.Empty;

        public long Held { get; private set; }

        public TimeSpan Left(TimeProvider clock) => interval - clock.GetElapsedTime(told);

        public string? Note(TimeProvider clock, string text)
        {
            last = text;
            if (interval == TimeSpan.Zero || Held == 0 && clock.GetElapsedTime(told) >= 2 * interval)
            {
                (interval, told) = (First, clock.GetTimestamp());
                return text;
            }

            Held++;
            return null;
        }

        public string Take(TimeProvider clock)
        {
            var text = Held == 1 ? last : ModuleMessages.Repeated(last, Held, clock.GetElapsedTime(told));
            (Held, told) = (0, clock.GetTimestamp());
            interval = interval * 2 < Longest ? interval * 2 : Longest;
            return text;
        }
    }
}
