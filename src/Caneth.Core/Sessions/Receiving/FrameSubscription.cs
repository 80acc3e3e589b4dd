using System.Runtime.CompilerServices;
using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>
/// The frames of a session that one reader wants, in order. Whole batches go in and whole batches come out: the receiving
/// thread fills one buffer while the reader works on the other. One reader at a time.
/// </summary>
public sealed class FrameSubscription : IFrameSource
{
    private readonly Lock gate = new();
    private readonly SubscriptionOptions options;
    private readonly AsyncSignal readable = new();
    private readonly AsyncSignal? room;
    private readonly ISubscriptionOwner owner;
    private readonly FrameBuffer buffer;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long unreported;
    private bool isSignaled;
    private bool ended;
    private bool hasGap;

    internal FrameSubscription(SubscriptionOptions options, ISubscriptionOwner owner)
    {
        options.Validate();
        this.options = options;
        this.owner = owner;
        room = options.Lossless ? new() : null;
        buffer = new(options.Capacity);
    }

    /// <summary>The name of the session.</summary>
    public string Name => owner.Name;

    /// <summary>Who reads.</summary>
    public string Reader => options.Reader;

    /// <summary>Frames lost so far because the reader was too slow.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>
    /// Done when nothing will come any more: the session or the subscription was closed. What came before can still be taken. Faulted
    /// where a failure ended either of them: of a session that does not reconnect, or of the reader's filter or buffer.
    /// </summary>
    public Task Completion => completion.Task;

    /// <summary>Whether it wants what the session sends, too.</summary>
    internal bool IncludesSent => options.IncludeSent;

    /// <summary>Takes all frames that are there, without waiting.</summary>
    /// <returns>The frames in order, valid until the next call; empty where there are none.</returns>
    public ReadOnlyMemory<CanFrame> Take()
    {
        ReadOnlyMemory<CanFrame> taken;
        lock (gate)
        {
            if (buffer.Count == 0)
            {
                return default;
            }

            taken = buffer.Take();
            isSignaled = false;
        }

        room?.Set();

        ReportLoss();
        return taken;
    }

    /// <summary>Waits until there are frames to take.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// True when there are frames; false when nothing will come any more, for which <see cref="Completion"/> says why.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            lock (gate)
            {
                if (buffer.Count > 0 || ended)
                {
                    return buffer.Count > 0;
                }
            }

            await readable.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The frames one by one until the subscription ends.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The frames in order.</returns>
    /// <exception cref="CanSessionException">The session ended on its own, after the last frame; where it was closed, the frames just end.</exception>
    public async IAsyncEnumerable<CanFrame> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var frames = Take();
            for (var index = 0; index < frames.Length; index++)
            {
                yield return frames.Span[index];
            }
        }

        await Completion.ConfigureAwait(false);
    }

    /// <summary>Ends the subscription.</summary>
    public void Dispose()
    {
        owner.Remove(this);
        End();
        ReportLoss();
    }

    /// <summary>Takes in what matches and has room. The reader learns of it by <see cref="Signal"/>.</summary>
    /// <returns>How many of the frames are dealt with: all, or fewer where a lossless subscription is full.</returns>
    internal int Offer(ReadOnlySpan<CanFrame> frames)
    {
        try
        {
            lock (gate)
            {
                return Store(frames);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
            return frames.Length;
        }
    }

    /// <summary>Takes in what was sent, matches and has room, as <see cref="Offer"/> does; the rest is lost.</summary>
    internal void OfferSent(ReadOnlySpan<CanFrame> frames)
    {
        try
        {
            lock (gate)
            {
                // Even for who must not lose any nobody waits: the reader may be the one who sends.
                Drop(frames[Store(frames)..]);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Takes in what an offer left over, as the reader makes room.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask OfferAsync(ReadOnlyMemory<CanFrame> rest, CancellationToken cancellationToken)
    {
        try
        {
            while (!rest.IsEmpty)
            {
                Signal();
                await room!.WaitAsync(cancellationToken).ConfigureAwait(false);
                lock (gate)
                {
                    rest = rest[Store(rest.Span)..];
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session is closed under a full reader. Even so nothing is lost without being counted.
            Lose(rest.Span);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Ends this subscription alone: what fails in one reader's filter or buffer is not the others' affair.</summary>
    internal void Fail(Exception failure)
    {
        owner.Remove(this);
        End(failure);
        owner.ReportFailed(this, failure);
    }

    /// <summary>Wakes the reader where there is something that it does not know of yet.</summary>
    internal void Signal()
    {
        lock (gate)
        {
            if (isSignaled || buffer.Count == 0)
            {
                return;
            }

            isSignaled = true;
        }

        SignalReader();
    }

    /// <summary>Says that nothing will come any more.</summary>
    /// <param name="failure">Why, where it was not asked for.</param>
    internal void End(Exception? failure = null)
    {
        lock (gate)
        {
            ended = true;
        }

        if (failure is null)
        {
            completion.TrySetResult();
        }
        else if (completion.TrySetException(failure))
        {
            // Nobody has to ask, so it counts as seen.
            _ = completion.Task.Exception;
        }

        SignalReader();
        room?.Set();
    }

    /// <returns>How many of the frames are dealt with: all, or fewer where a lossless subscription is full.</returns>
    private int Store(ReadOnlySpan<CanFrame> frames)
    {
        if (ended)
        {
            return frames.Length;
        }

        var done = hasGap ? 0 : buffer.Add(frames, options.Filter);
        if (options.EndsWhenFull && buffer.Room == 0)
        {
            ended = true;
            return frames.Length;
        }

        if (done == frames.Length || options.Lossless && !hasGap)
        {
            return done;
        }

        Drop(frames[done..]);
        return frames.Length;
    }

    // After a gap nothing follows for a reader who was promised that there is none.
    private void Lose(ReadOnlySpan<CanFrame> frames)
    {
        lock (gate)
        {
            hasGap = true;
            Drop(frames);
        }
    }

    private void Drop(ReadOnlySpan<CanFrame> frames)
    {
        var missed = options.Filter.CountMatching(frames);
        FramesDropped += missed;
        unreported += missed;
        owner.CountDropped(missed);
    }

    // Once for each batch that the reader takes, not once for each frame lost.
    private void ReportLoss()
    {
        long missed;
        lock (gate)
        {
            missed = unreported;
            unreported = 0;
        }

        if (missed > 0)
        {
            owner.ReportDropped(this, missed);
        }
    }

    private void SignalReader()
    {
        readable.Set();
        try
        {
            options.Available?.Invoke();
        }
        catch (Exception)
        {
            // It is called on the session's thread, and the other readers must not pay for it.
        }
    }
}
