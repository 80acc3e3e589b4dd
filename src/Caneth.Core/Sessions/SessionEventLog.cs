namespace Caneth.Sessions;

/// <summary>The last 1,000 events of a session. Safe for all threads.</summary>
internal sealed class SessionEventLog(string device, SessionClock clock)
{
    public const int Capacity = 1000;

    /// <summary>
    /// How many frames the events kept may hold together; a link that breaks all night would fill the memory with them.
    /// </summary>
    public const int FrameCapacity = 50_000;

    private readonly Lock gate = new();
    private readonly LinkedList<SessionEvent> events = new();
    private long count;
    private int framesKept;

    /// <summary>Raised after an event was added, on the thread that added it.</summary>
    public event Action<SessionEvent>? Added;

    /// <summary>How many events there were so far.</summary>
    public long Count => Volatile.Read(ref count);

    public void Add(SessionEventKind kind, SessionEventLevel level, string message,
        CanSessionException? error = null, IReadOnlyList<CanFrame>? frames = null)
    {
        SessionEvent added;
        lock (gate)
        {
            added = new(++count, clock.Now, device, kind, level, message) { Error = error, Frames = frames ?? [] };
            events.AddLast(added);
            framesKept += added.Frames.Count;
            Trim();
        }

        Added?.Invoke(added);
    }

    /// <summary>The events kept, oldest first, from the one after a number.</summary>
    public IReadOnlyList<SessionEvent> After(long number)
    {
        lock (gate)
        {
            return [.. events.Where(kept => kept.Number > number)];
        }
    }

    private void Trim()
    {
        if (events.Count > Capacity)
        {
            framesKept -= events.First!.Value.Frames.Count;
            events.RemoveFirst();
        }

        for (var oldest = events.First; framesKept > FrameCapacity && oldest != events.Last; oldest = oldest.Next)
        {
            framesKept -= oldest!.Value.Frames.Count;
            oldest.Value = oldest.Value with { Frames = [] };
        }
    }
}
