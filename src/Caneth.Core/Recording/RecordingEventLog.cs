namespace Caneth.Recording;

/// <summary>
/// The last events of a recording: 1,000 good to know, and 1,000 warnings and errors, which the others cannot push out. Where
/// many of a kind come in a short time they are told together. Safe for all threads.
/// </summary>
internal sealed class RecordingEventLog(string recording, TimeProvider time)
{
    private const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly Queue<RecordingEvent> notices = new();
    private readonly Queue<RecordingEvent> troubles = new();
    private readonly Dictionary<RecordingEventKind, EventBurst> bursts = [];
    private long count;

    /// <summary>Raised after an event was added, on the thread that added it.</summary>
    public event Action<RecordingEvent>? Added;

    /// <summary>How many events there were so far.</summary>
    public long Count => Volatile.Read(ref count);

    public void Add(RecordingEventKind kind, EventLevel level, string message, Exception? error = null)
    {
        RecordingEvent? added = null;
        lock (gate)
        {
            if (!bursts.TryGetValue(kind, out var burst))
            {
                bursts[kind] = burst = new(time);
            }

            if (burst.Take(new(0, time.GetUtcNow(), recording, kind, level, VisibleText.Of(message)) { Error = error }) is { } toTell)
            {
                added = Store(toTell);
            }
        }

        Raise(added);
    }

    /// <summary>Tells what was held back for being too much and is due now.</summary>
    /// <param name="all">Whether all of it is due, because the recording ends.</param>
    public void TellRest(bool all = false)
    {
        List<RecordingEvent> told = [];
        lock (gate)
        {
            foreach (var burst in bursts.Values)
            {
                if (burst.TakeRest(all) is { } rest)
                {
                    told.Add(Store(rest));
                }
            }
        }

        told.ForEach(Raise);
    }

    /// <summary>The events kept, oldest first, from the one after a number.</summary>
    public IReadOnlyList<RecordingEvent> After(long number)
    {
        lock (gate)
        {
            return [.. notices.Concat(troubles).Where(kept => kept.Number > number).OrderBy(kept => kept.Number)];
        }
    }

    private RecordingEvent Store(RecordingEvent toTell)
    {
        var added = toTell with { Number = ++count };
        var kept = added.Level == EventLevel.Information ? notices : troubles;
        kept.Enqueue(added);
        if (kept.Count > Capacity)
        {
            kept.Dequeue();
        }

        return added;
    }

    private void Raise(RecordingEvent? added)
    {
        if (added is not null)
        {
            Added?.Invoke(added);
        }
    }
}
