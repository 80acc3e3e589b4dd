namespace Caneth.Sessions;

/// <summary>
/// The frames that wait to be sent, at most as many as the send buffer holds. Callers put them in; one writer at a time takes
/// out a batch, hands it to the operating system, and says how much of it was taken. Safe for all threads.
/// </summary>
internal sealed class SendQueue(string name, int limit, SendBufferPolicy whenFull, SessionCounters counters)
{
    /// <summary>The most frames in one write: 1,456 bytes, so that one TCP segment holds whole frames.</summary>
    public const int MaxFramesPerWrite = 112;

    /// <summary>Why frames are given up where the policy is to drop the oldest.</summary>
    public const string NeededForNewer = "newer frames needed the room in the send buffer";

    private readonly Lock gate = new();
    private readonly SendLine line = new();
    private readonly LinkedList<PendingSend> waitingForRoom = new();
    private readonly List<TaskCompletionSource> waitingForEmpty = [];
    private readonly DropTally drops = new();
    private CanSessionException? closed;
    private bool withdrawnInHand;

    /// <summary>
    /// Raised when frames were given up for newer ones: for the first of many at once, for the rest when the queue has been
    /// empty.
    /// </summary>
    public event Action<int>? Dropped;

    /// <summary>Set when there is something to write.</summary>
    public AsyncSignal Work { get; } = new();

    /// <summary>How many frames wait, those whose senders wait for room not counted.</summary>
    public int FramesPending => line.Frames;

    /// <summary>
    /// Bytes that must follow so that the stream ends with a whole frame, and with a whole batch where one has begun.
    /// </summary>
    public int BytesToBoundary
    {
        get
        {
            lock (gate)
            {
                return line.BytesToBoundary;
            }
        }
    }

    /// <summary>Puts frames at the end.</summary>
    /// <returns>Ends when the frames are in the queue, which is at once unless it is full and the policy is to wait.</returns>
    /// <exception cref="CanSessionException">The session is closed, or the queue is full and the policy is to fail.</exception>
    public Task EnqueueAsync(PendingSend send)
    {
        var tell = 0;
        lock (gate)
        {
            if (closed is not null)
            {
                throw closed;
            }

            if (waitingForRoom.Count > 0 || !HasRoomFor(send))
            {
                switch (whenFull)
                {
                    case SendBufferPolicy.Fail:
                        throw SessionMessages.SendBufferFull(name, limit);
                    case SendBufferPolicy.DropOldest:
                        tell = drops.Add(Discard(line.CutOffOldest(enough: () => HasRoomFor(send)), NeededForNewer));
                        break;
                    default:
                        waitingForRoom.AddLast(send);
                        return send.WaitForRoom();
                }
            }

            line.Add(send);
        }

        Tell(tell);
        Work.Set();
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
                TakeBack(send, send.Cut(send.Count));
            }
            else if (line.IsInHand(send))
            {
                send.Withdrawn = withdrawnInHand = true;
            }
            else if (line.CutOff(send) is { } back)
            {
                TakeBack(send, back);
            }

            AdmitWaiting();
        }
    }

    /// <summary>
    /// Writes the frames at the front into a buffer for one write; <see cref="Taken"/> or <see cref="PutBack"/> follows.
    /// </summary>
    /// <param name="buffer">Room for <see cref="MaxFramesPerWrite"/> frames.</param>
    /// <param name="mostFrames">The most frames to take; an atomic batch goes whole all the same.</param>
    /// <returns>The bytes to write, none where nothing waits.</returns>
    public ReadOnlyMemory<byte> Prepare(Memory<byte> buffer, int mostFrames = MaxFramesPerWrite)
    {
        lock (gate)
        {
            return line.Prepare(buffer, mostFrames);
        }
    }

    /// <summary>Says how much of what was prepared the operating system took.</summary>
    /// <param name="bytes">The number of bytes from the beginning.</param>
    /// <param name="history">Where to note atomic batches that are out.</param>
    public void Taken(int bytes, UnconfirmedFrames history)
    {
        int tell;
        lock (gate)
        {
            counters.FramesSent.Add(line.Taken(bytes, history));
            counters.BytesSent.Add(bytes);
            PutBackPrepared();
            tell = line.IsEmpty ? drops.End() : 0;
        }

        Tell(tell);
    }

    /// <summary>Says that the operating system took nothing of what was prepared.</summary>
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
    /// <param name="sendAgain">Whether to send it again.</param>
    /// <returns>The frames that were not acknowledged, in order.</returns>
    public IReadOnlyList<CanFrame> ConnectionEnded(UnconfirmedFrames history, bool sendAgain)
    {
        lock (gate)
        {
            PutBackPrepared();
            var unacknowledged = line.BeginAgain(history, sendAgain, out var torn);
            if (torn is not null)
            {
                counters.FramesDiscarded.Add(torn.Waiting);
                torn.Fail(SessionMessages.BatchTorn(name, torn.Written, torn.Count));
            }

            AdmitWaiting();
            Work.Set();
            return unacknowledged;
        }
    }

    /// <summary>Gives up all frames that wait; what has begun to leave, a frame or a batch, goes on.</summary>
    /// <param name="why">The reason, for the senders.</param>
    /// <returns>How many they were.</returns>
    public int Clear(string why)
    {
        int given;
        int tell;
        lock (gate)
        {
            List<(PendingSend Send, int Back)> all =
                [.. line.CutOffOldest(enough: () => false), .. waitingForRoom.Select(send => (send, send.Cut(send.Count)))];
            given = Discard(all, why);
            waitingForRoom.Clear();
            TellIfEmpty();
            tell = line.IsEmpty ? drops.End() : 0;
        }

        Tell(tell);
        return given;
    }

    /// <summary>Takes no more frames; those that wait still go.</summary>
    public void Close(CanSessionException reason)
    {
        lock (gate)
        {
            closed ??= reason;
        }
    }

    /// <summary>Ends when nothing waits any more.</summary>
    public Task WaitEmptyAsync()
    {
        lock (gate)
        {
            if (line.IsEmpty && waitingForRoom.Count == 0)
            {
                return Task.CompletedTask;
            }

            var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waitingForEmpty.Add(empty);
            return empty.Task;
        }
    }

    private bool HasRoomFor(PendingSend send) => line.Frames + send.Count <= limit || line.Frames == 0;

    private void AdmitWaiting()
    {
        while (waitingForRoom.First?.Value is { } send && HasRoomFor(send))
        {
            waitingForRoom.RemoveFirst();
            line.Add(send);
            send.Admitted();
            Work.Set();
        }

        TellIfEmpty();
    }

    private void TellIfEmpty()
    {
        if (line.IsEmpty && waitingForRoom.Count == 0)
        {
            waitingForEmpty.ForEach(empty => empty.TrySetResult());
            waitingForEmpty.Clear();
        }
    }

    private void PutBackPrepared()
    {
        line.PutBack();
        if (withdrawnInHand)
        {
            withdrawnInHand = false;
            foreach (var send in line.Withdrawn)
            {
                TakeBack(send, line.CutOff(send) ?? 0);
            }
        }

        AdmitWaiting();
    }

    private void TakeBack(PendingSend send, int back)
    {
        counters.FramesWithdrawn.Add(back);
        send.GiveUp(back);
    }

    // The answers of sends run their continuations elsewhere, so they may be given with the lock held.
    private int Discard(List<(PendingSend Send, int Back)> given, string why)
    {
        foreach (var (send, back) in given)
        {
            send.Fail(SessionMessages.SendDiscarded(send[send.Count], back, why));
        }

        var count = given.Sum(one => one.Back);
        counters.FramesDiscarded.Add(count);
        return count;
    }

    private void Tell(int dropped)
    {
        if (dropped > 0)
        {
            Dropped?.Invoke(dropped);
        }
    }
}
