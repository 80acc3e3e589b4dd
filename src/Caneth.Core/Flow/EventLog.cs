namespace Caneth.Flow;

/// <summary>
/// The last 1,000 events of something that runs; those good to know make room for warnings and errors. What happens again and again is
/// summed up from time to time. Safe for all threads.
/// </summary>
internal abstract class EventLog<TEvent> : IDisposable
    where TEvent : CanEvent
{
    private const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly Func<Timestamp> now;
    private readonly RepeatFilter<TEvent> repeats;
    private readonly ITimer timer;
    private readonly TimeSpan grace;
    private readonly LinkedList<TEvent> notices = new();
    private readonly LinkedList<TEvent> troubles = new();
    private long count;

    /// <param name="time">The clock by which what repeats is summed up.</param>
    /// <param name="policy">How it is.</param>
    /// <param name="now">The time of events.</param>
    protected EventLog(TimeProvider time, RepeatPolicy policy, Func<Timestamp> now)
    {
        this.now = now;
        repeats = new(time, policy);
        grace = policy.FirstInterval;
        timer = time.CreateTimer(_ => ReportDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised after an event was added, on the thread that added it, or on one of the clock.</summary>
    public event Action<TEvent>? Added;

    /// <summary>How many events there were so far.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>The events kept, oldest first, from the one after a number.</summary>
    public IReadOnlyList<TEvent> After(long number)
    {
        lock (gate)
        {
            return [.. notices.Concat(troubles).Where(kept => kept.Number > number).OrderBy(kept => kept.Number)];
        }
    }

    /// <summary>Reports what was held back; from now on everything is reported at once.</summary>
    public void Dispose()
    {
        timer.Dispose();
        Report(repeats.End());
    }

    /// <summary>Adds an event; it gets its number and its time.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="kind">What it is summed up with where it repeats; null where it is always reported.</param>
    /// <param name="frames">How many frames it is about.</param>
    protected void Append(TEvent happened, object? kind, long frames)
    {
        if (kind is null)
        {
            Store(happened);
            return;
        }

        if (repeats.Note(kind, Summary(happened), frames) is { } repeated)
        {
            Store(SumUp(happened, repeated));
            return;
        }

        Arm();
        Store(HeldBack(happened));
    }

    /// <summary>What is kept of an event that is reported later, together with others; null for nothing.</summary>
    protected abstract TEvent? HeldBack(TEvent happened);

    /// <summary>The event that sums up one and those like it: without what is kept of each.</summary>
    protected virtual TEvent Summary(TEvent happened) => happened;

    /// <summary>The event that says how often something happened.</summary>
    protected virtual TEvent SumUp(TEvent happened, Repeated<TEvent> repeated) =>
        CanEvent.Changed(happened, copy => copy.Message = repeated.Describe(happened.Message));

    /// <summary>Takes in what was just kept; called with the log's lock held.</summary>
    protected virtual void Kept(LinkedListNode<TEvent> place)
    {
    }

    private void ReportDue()
    {
        Report(repeats.Due());
        Arm();
    }

    // The next that comes after the interval sums up those before it. Where none comes, the timer does.
    private void Arm()
    {
        if (repeats.NextDue is var next && next >= TimeSpan.Zero)
        {
            timer.Change(next + grace, Timeout.InfiniteTimeSpan);
        }
    }

    private void Report(IReadOnlyList<Repeated<TEvent>> due)
    {
        foreach (var repeated in due)
        {
            Store(SumUp(repeated.Last, repeated));
        }
    }

    private void Store(TEvent? happened)
    {
        if (happened is null)
        {
            return;
        }

        TEvent added;
        lock (gate)
        {
            added = CanEvent.Changed(happened, copy => (copy.Number, copy.Time) = (++count, now()));
            Kept((added.Level == EventLevel.Information ? notices : troubles).AddLast(added));
            if (notices.Count + troubles.Count > Capacity)
            {
                (notices.Count > Capacity / 2 ? notices : troubles).RemoveFirst();
            }
        }

        Added?.Invoke(added);
    }
}
