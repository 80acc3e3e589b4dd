using System.Runtime.CompilerServices;

namespace Caneth.Sessions;

/// <summary>The readers of a session. Publishing reads a snapshot, so it takes no lock of its own.</summary>
internal sealed class SubscriptionList
{
    private readonly Lock gate = new();

    // Kept to be used again: the readers that had no room for all of the batch, and how much they took.
    private readonly List<(FrameSubscription Reader, int Taken)> full = [];
    private FrameSubscription[] subscriptions = [];
    private string? holder;
    private Func<Exception?>? ended;

    /// <summary>The reader whose full buffer holds the session back; null where none does.</summary>
    public string? HeldBackBy => Volatile.Read(ref holder);

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref subscriptions).Length;

    public void Add(FrameSubscription subscription)
    {
        lock (gate)
        {
            if (ended is null)
            {
                subscriptions = [.. subscriptions, subscription];
                return;
            }
        }

        subscription.End(ended());
    }

    public void Remove(FrameSubscription subscription)
    {
        lock (gate)
        {
            if (Array.IndexOf(subscriptions, subscription) is >= 0 and var index)
            {
                subscriptions = [.. subscriptions.AsSpan(0, index), .. subscriptions.AsSpan(index + 1)];
            }
        }
    }

    /// <summary>Hands a batch to every reader, and waits for those who must not lose any and have no room.</summary>
    public ValueTask PublishAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        foreach (var reader in Volatile.Read(ref subscriptions))
        {
            var taken = reader.Offer(frames.Span);
            if (taken < frames.Length)
            {
                full.Add((reader, taken));
            }
        }

        return full.Count > 0 ? HoldAsync(frames, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Wakes the readers for which something was published.</summary>
    /// <remarks>Once for each read of the socket: a thread that wakes costs more than the frames that it wakes for.</remarks>
    public void Signal()
    {
        foreach (var reader in Volatile.Read(ref subscriptions))
        {
            reader.Signal();
        }
    }

    /// <summary>Ends every subscription, and those that come.</summary>
    /// <param name="why">Makes the exception that says why, for each of them; null where the end was wanted.</param>
    public void End(Func<Exception?> why)
    {
        FrameSubscription[] readers;
        lock (gate)
        {
            ended = why;
            readers = subscriptions;
        }

        foreach (var reader in readers)
        {
            reader.End(why());
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HoldAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        Signal();
        foreach (var (reader, taken) in full)
        {
            Volatile.Write(ref holder, reader.Reader);
            await reader.OfferAsync(frames[taken..], cancellationToken).ConfigureAwait(false);
        }

        full.Clear();
        Volatile.Write(ref holder, null);
    }
}
