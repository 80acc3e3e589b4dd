using System.Runtime.CompilerServices;

namespace Caneth.Sessions;

/// <summary>The readers of a session. What offers them frames reads a snapshot, so it takes no lock of its own.</summary>
internal sealed class SubscriptionList
{
    private readonly Lock gate = new();

    // Kept to be used again: the readers that had no room for all of the batch, and how much they took.
    private readonly List<(FrameSubscription Reader, int Taken)> full = [];
    private FrameSubscription[] subscriptions = [];
    private bool isSentWanted;
    private string? holder;
    private Func<Exception?>? ended;

    /// <summary>The reader whose full buffer holds the session back; null where none does.</summary>
    public string? HeldBackBy => Volatile.Read(ref holder);

    /// <summary>Whether one of them wants what is sent, too.</summary>
    public bool IsSentWanted => Volatile.Read(ref isSentWanted);

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref subscriptions).Length;

    public void Add(FrameSubscription subscription)
    {
        lock (gate)
        {
            if (ended is null)
            {
                Set([.. subscriptions, subscription]);
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
                Set([.. subscriptions.AsSpan(0, index), .. subscriptions.AsSpan(index + 1)]);
            }
        }
    }

    /// <summary>Offers every reader what was received; <see cref="HoldAsync"/> follows.</summary>
    public void Offer(ReadOnlySpan<CanFrame> frames)
    {
        foreach (var reader in Volatile.Read(ref subscriptions))
        {
            var taken = reader.Offer(frames);
            if (taken < frames.Length)
            {
                full.Add((reader, taken));
            }
        }
    }

    /// <summary>Offers what was sent to those who want it. Nobody is waited for.</summary>
    public void OfferSent(ReadOnlySpan<CanFrame> frames)
    {
        foreach (var reader in Volatile.Read(ref subscriptions))
        {
            if (reader.IncludesSent)
            {
                reader.OfferSent(frames);
            }
        }
    }

    /// <summary>Waits for those who must not lose any of what was offered last and have no room.</summary>
    public ValueTask HoldAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken) =>
        full.Count > 0 ? WaitForRoomAsync(frames, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Wakes the readers for which there is something that they do not know of.</summary>
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

    private void Set(FrameSubscription[] readers)
    {
        // In this order: whoever sees a reader here may count on it that it is shown what is sent.
        Volatile.Write(ref isSentWanted, Array.Exists(readers, reader => reader.IncludesSent));
        Volatile.Write(ref subscriptions, readers);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForRoomAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
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
