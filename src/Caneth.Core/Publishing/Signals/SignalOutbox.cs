using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>
/// The values of signals that are to be published: of each the latest, since nobody wants what a signal was while the broker was away. Put into
/// by one thread, taken from by one other.
/// </summary>
internal sealed class SignalOutbox
{
    private readonly Lock gate = new();
    private readonly AsyncSignal arrived = new();
    private Dictionary<string, byte[]> waiting = [];

    /// <summary>Whether nothing is to be published.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return waiting.Count == 0;
            }
        }
    }

    /// <summary>Puts in a value, in the place of the one before.</summary>
    public void Put(string topic, byte[] value)
    {
        lock (gate)
        {
            waiting[topic] = value;
        }

        arrived.Set();
    }

    /// <summary>Puts back a value that was not published, unless there is a newer one.</summary>
    public void PutBack(string topic, byte[] value)
    {
        lock (gate)
        {
            waiting.TryAdd(topic, value);
        }
    }

    /// <summary>Takes all there are.</summary>
    public IReadOnlyDictionary<string, byte[]> Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }

    /// <summary>Waits until something was put in; once, where something was before.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => arrived.WaitAsync(cancellationToken);

    /// <summary>Lets the waiter look.</summary>
    public void Wake() => arrived.Set();
}
