using Caneth.Sessions;

namespace Caneth.Recording;

/// <summary>The last 1,000 events of a recording. Safe for all threads.</summary>
internal sealed class RecordingEventLog(string recording, TimeProvider time)
{
    private const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly Queue<RecordingEvent> events = new();
    private long count;

    /// <summary>Raised after an event was added, on the thread that added it.</summary>
    public event Action<RecordingEvent>? Added;

    /// <summary>How many events there were so far.</summary>
    public long Count => Volatile.Read(ref count);

    public void Add(SessionEventLevel level, string message, Exception? error = null)
    {
        RecordingEvent added;
        lock (gate)
        {
            added = new(++count, time.GetUtcNow(), recording, level, message) { Error = error };
            events.Enqueue(added);
            if (events.Count > Capacity)
            {
                events.Dequeue();
            }
        }

        Added?.Invoke(added);
    }

    /// <summary>The events kept, oldest first, from the one after a number.</summary>
    public IReadOnlyList<RecordingEvent> After(long number)
    {
        lock (gate)
        {
            return [.. events.Where(kept => kept.Number > number)];
        }
    }
}
