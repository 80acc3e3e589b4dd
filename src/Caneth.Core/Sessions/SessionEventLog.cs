namespace Caneth.Sessions;

/// <summary>
/// The last 1,000 events of a session. Of warnings that come again and again the first are warnings, the others information, and a
/// warning sums them up from time to time. Safe for all threads.
/// </summary>
internal sealed class SessionEventLog : IDisposable
{
    public const int Capacity = 1000;

    /// <summary>
    /// How many frames the events kept may hold together; a link that breaks all night would fill the memory with them.
    /// </summary>
    public const int FrameCapacity = 50_000;

    private readonly string device;
    private readonly SessionClock clock;
    private readonly RepeatedWarnings repeated;
    private readonly Lock gate = new();
    private readonly LinkedList<SessionEvent> events = new();
    private long count;
    private int framesKept;

    /// <param name="device">The name of the session.</param>
    /// <param name="clock">The time of events.</param>
    /// <param name="time">The clock by which repeated warnings are summed up.</param>
    public SessionEventLog(string device, SessionClock clock, TimeProvider time)
    {
        this.device = device;
        this.clock = clock;
        repeated = new(time, again => AddNow((SessionEventKind)again.Kind, EventLevel.Warning, again.Message, error: null, frames: []));
    }

    /// <summary>Raised after an event was added, on the thread that added it.</summary>
    public event Action<SessionEvent>? Added;

    /// <summary>How many events there were so far.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="error">The failure behind it.</param>
    /// <param name="frames">The frames it is about, where they are known one by one.</param>
    /// <param name="subject">To whom it happened, where several are of a kind.</param>
    /// <param name="frameCount">How many frames it is about, where they are not known one by one.</param>
    public void Add(SessionEventKind kind, EventLevel level, string message,
        CanSessionException? error = null, IReadOnlyList<CanFrame>? frames = null, string subject = "", long frameCount = 0)
    {
        if (level == EventLevel.Warning)
        {
            var news = repeated.News(kind, subject, message, frames?.Count ?? frameCount);
            (level, message) = news is null ? (EventLevel.Information, message) : (level, news);
        }

        AddNow(kind, level, message, error, frames ?? []);
    }

    /// <summary>Sums up what was not told as a warning yet.</summary>
    public void Dispose() => repeated.Dispose();

    /// <summary>The events kept, oldest first, from the one after a number.</summary>
    public IReadOnlyList<SessionEvent> After(long number)
    {
        lock (gate)
        {
            return [.. events.Where(kept => kept.Number > number)];
        }
    }

    private void AddNow(
        SessionEventKind kind, EventLevel level, string message, CanSessionException? error, IReadOnlyList<CanFrame> frames)
    {
        SessionEvent added;
        lock (gate)
        {
            added = new(++count, clock.Now, device, kind, level, VisibleText.Of(message)) { Error = error, Frames = frames };
            events.AddLast(added);
            framesKept += frames.Count;
            Trim();
        }

        Added?.Invoke(added);
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
