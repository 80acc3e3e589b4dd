using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// The frames that wait to be sent, at most as many as the send buffer holds. Callers put them in; one writer at a time takes
/// out a batch, hands it to the operating system, and says how much of it was taken. Safe for all threads.
/// </summary>
internal sealed class SendQueue : IDisposable
{
    private readonly Lock gate = new();
    private readonly string name;
    private readonly SessionOptions options;
    private readonly Tally<SessionCounter> counters;
    private readonly SendExpiry expiry;
    private readonly PendingFrames pending = new();
    private readonly RoomWaiters waitingForRoom = new();
    private readonly DropTally drops = new();
    private TaskCompletionSource? empty;
    private Func<CanSessionException>? closed;
    private bool withdrawnInFlight;

    /// <param name="name">The name of the session.</param>
    /// <param name="maxFramesPerWrite">The most frames in one write.</param>
    /// <param name="options">How many frames may wait, and what happens when that many do.</param>
    /// <param name="counters">The counters of the session.</param>
    public SendQueue(string name, int maxFramesPerWrite, SessionOptions options, Tally<SessionCounter> counters)
    {
        this.name = name;
        MaxFramesPerWrite = maxFramesPerWrite;
        this.options = options;
        this.counters = counters;
        expiry = new(options.TimeProvider, TakeBackExpired);
    }

    /// <summary>
    /// Raised when frames were given up for newer ones: for the first of many at once, for the rest when the queue has been
    /// empty.
    /// </summary>
    public event Action<int>? Dropped;

    /// <summary>Raised when frames were taken back because they may wait no longer.</summary>
    public event Action<IReadOnlyList<CanFrame>>? Expired;

    /// <inheritdoc cref="PendingFrames.IsTimed"/>
    public bool IsTimed => pending.IsTimed;

    /// <summary>The most frames in one write.</summary>
    public int MaxFramesPerWrite { get; }

    /// <summary>Set when there is something to write.</summary>
    public AsyncSignal Work { get; } = new();

    /// <summary>How many frames wait, those whose senders wait for room not counted.</summary>
    public int FramesPending => pending.Frames;

    /// <inheritdoc cref="PendingFrames.FramesToBoundary"/>
    public int FramesToBoundary
    {
        get
        {
            lock (gate)
            {
                return pending.FramesToBoundary;
            }
        }
    }

    /// <summary>Puts frames at the end.</summary>
    /// <returns>Ends when the frames are in the queue, which is at once unless it is full and the policy is to wait.</returns>
    /// <exception cref="CanSessionException">The session is closed, or the queue is full and the policy is to fail.</exception>
    public Task EnqueueAsync(PendingSend send)
    {
        var dropped = 0;
        lock (gate)
        {
            if (closed is not null)
            {
                throw closed();
            }

            expiry.Queued(send);
            if (!waitingForRoom.IsEmpty || !HasRoomFor(send))
            {
                switch (options.WhenSendBufferFull)
                {
                    case SendBufferPolicy.Fail:
                        throw SessionMessages.SendBufferFull(name, options.SendBuffer);
                    case SendBufferPolicy.DropOldest:
                        dropped = drops.Add(Discard(pending.CancelOldest(enough: () => HasRoomFor(send)), SessionMessages.NeededForNewer));
                        break;
                    default:
                        return waitingForRoom.Add(send);
                }
            }

            pending.Add(send);
        }

        RaiseDropped(dropped);
        if (!send.IsHeld)
        {
            Work.Set(here: send.WriteHere);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes back what has not left of frames whose sender gave up; their answer comes at once or with the write under way.
    /// </summary>
    public void Withdraw(PendingSend send)
    {
        lock (gate)
        {
            if (waitingForRoom.Remove(send))
            {
                TakeBack(send, send.Truncate(send.Count));
            }
            else if (pending.IsInFlight(send))
            {
                send.Withdrawn = withdrawnInFlight = true;
            }
            else if (pending.Cancel(send) is { } back)
            {
                TakeBack(send, back);
            }

            AdmitWaiting();
        }
    }

    /// <summary>
    /// Copies the frames at the front into a buffer for one write; <see cref="Taken"/> or <see cref="PutBack"/> follows.
    /// </summary>
    /// <param name="buffer">Room for <see cref="MaxFramesPerWrite"/> frames.</param>
    /// <param name="mostFrames">The most frames to take; an atomic batch goes whole all the same.</param>
    /// <returns>How many there are to write, none where nothing waits.</returns>
    public int Prepare(Span<CanFrame> buffer, int mostFrames)
    {
        while (true)
        {
            lock (gate)
            {
                var count = pending.Prepare(buffer, mostFrames, expiry);
                if (count > 0 || pending.IsEmpty)
                {
                    return count;
                }
            }

            // The first may wait no longer. Those after it may be younger.
            TakeBackExpired();
        }
    }

    /// <inheritdoc cref="PendingFrames.Taken"/>
    public void Taken(LinkWrite taken, UnconfirmedFrames history, Timestamp at = default)
    {
        int dropped;
        lock (gate)
        {
            // Counted before it is answered: whoever has the answer finds it in the counters.
            counters.Add(SessionCounter.FramesSent, taken.Frames);
            counters.Add(SessionCounter.BytesSent, taken.Bytes);
            pending.Taken(taken, history, at);
            if (taken.Frames > 0)
            {
                expiry.FrameLeft();
            }

            PutBackPrepared();
            dropped = pending.IsEmpty ? drops.End() : 0;
        }

        RaiseDropped(dropped);
    }

    /// <summary>Says that the link took nothing of what was prepared.</summary>
    public void PutBack()
    {
        lock (gate)
        {
            PutBackPrepared();
        }
    }

    /// <summary>
    /// Begins a new connection: a frame of which a part had left is sent whole again, and what was not acknowledged goes
    /// to the front or is given up, as the session's promise says.
    /// </summary>
    /// <param name="history">What the old connection's gateway had not acknowledged.</param>
    /// <param name="sendAgain">Whether to send it again, as far as its time is not over.</param>
    /// <returns>The frames that were not acknowledged, in order: those sent again, and those given up.</returns>
    public (IReadOnlyList<CanFrame> Again, IReadOnlyList<CanFrame> GivenUp) ConnectionEnded(UnconfirmedFrames history, bool sendAgain)
    {
        (IReadOnlyList<CanFrame>, IReadOnlyList<CanFrame>) unacknowledged;
        lock (gate)
        {
            PutBackPrepared();
            unacknowledged = pending.BeginAgain(history, sendAgain, expiry, out var torn);
            if (torn is not null)
            {
                counters.Add(SessionCounter.FramesDiscarded, torn.Waiting);
                torn.Fail(SessionMessages.BatchTorn(name, torn.Written, torn.Count));
            }

            AdmitWaiting();
        }

        // A batch that had begun to leave could not be taken back until now.
        TakeBackExpired();
        Work.Set();
        return unacknowledged;
    }

    /// <summary>Takes back what may wait no longer, and says when to look again.</summary>
    public void TakeBackExpired()
    {
        var frames = new List<CanFrame>();
        lock (gate)
        {
            var expired = pending.CancelExpired(expiry);
            expired.AddRange(waitingForRoom.Cancel(expiry.IsOver));
            expiry.Looked();
            counters.Add(SessionCounter.FramesWithdrawn, expired.Sum(one => one.Back));
            foreach (var (send, back) in expired)
            {
                frames.AddRange(Enumerable.Range(send.Count, back).Select(index => send[index]));
                send.GiveUp(SessionMessages.SendExpired(send[send.Count], back, send.Limits!));
            }

            AdmitWaiting();
        }

        if (frames.Count > 0)
        {
            Expired?.Invoke(frames);
        }
    }

    /// <summary>Gives up all frames that wait; what has begun to leave, a frame or a batch, goes on.</summary>
    /// <param name="why">The reason, for the senders.</param>
    /// <returns>How many they were.</returns>
    public int Clear(string why)
    {
        int given, dropped;
        lock (gate)
        {
            given = Discard([.. pending.CancelOldest(enough: () => false), .. waitingForRoom.Cancel(_ => true)], why);
            CompleteEmptyWaiters();
            dropped = pending.IsEmpty ? drops.End() : 0;
        }

        RaiseDropped(dropped);
        return given;
    }

    /// <summary>Takes no more frames; those that wait still go.</summary>
    /// <param name="reason">Makes the exception for whoever sends all the same.</param>
    public void Close(Func<CanSessionException> reason)
    {
        lock (gate)
        {
            closed ??= reason;
        }
    }

    /// <summary>Ends the timer.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            expiry.Dispose();
        }
    }

    /// <summary>Ends when nothing waits any more.</summary>
    public Task WaitEmptyAsync()
    {
        lock (gate)
        {
            return pending.IsEmpty && waitingForRoom.IsEmpty ? Task.CompletedTask
                : (empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private bool HasRoomFor(PendingSend send) => pending.Frames + send.Count <= options.SendBuffer || pending.Frames == 0;

    private void AdmitWaiting()
    {
        while (waitingForRoom.First is { } send && HasRoomFor(send))
        {
            waitingForRoom.Remove(send);
            pending.Add(send);
            send.Admitted();
            Work.Set();
        }

        CompleteEmptyWaiters();
    }

    private void CompleteEmptyWaiters()
    {
        if (pending.IsEmpty && waitingForRoom.IsEmpty)
        {
            empty?.TrySetResult();
            empty = null;
        }
    }

    private void PutBackPrepared()
    {
        pending.PutBack();
        if (withdrawnInFlight)
        {
            withdrawnInFlight = false;
            foreach (var send in pending.Withdrawn)
            {
                TakeBack(send, pending.Cancel(send) ?? 0);
            }
        }

        AdmitWaiting();
    }

    private void TakeBack(PendingSend send, int back)
    {
        counters.Add(SessionCounter.FramesWithdrawn, back);
        send.GiveUp(back);
    }

    // The answers of sends run their continuations elsewhere, so they may be given with the lock held.
    private int Discard(List<(PendingSend Send, int Back)> given, string why)
    {
        var count = given.Sum(one => one.Back);
        counters.Add(SessionCounter.FramesDiscarded, count);
        foreach (var (send, back) in given)
        {
            send.Fail(SessionMessages.SendDiscarded(send[send.Count], back, why));
        }

        return count;
    }

    private void RaiseDropped(int dropped)
    {
        if (dropped > 0)
        {
            Dropped?.Invoke(dropped);
        }
    }
}
