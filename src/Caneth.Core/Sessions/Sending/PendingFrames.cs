using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// The frames that wait to be sent, in order, and how far the first of them have left. Not safe for threads: the queue that
/// owns it guards it.
/// </summary>
/// <remarks>
/// A frame is taken out only when the link has taken all of it. Until a part of it is taken it can be cancelled.
/// </remarks>
internal sealed class PendingFrames
{
    private readonly LinkedList<PendingSend> sends = new();
    private int frames;
    private int sendsInFlight;
    private bool isTorn;

    /// <summary>How many frames wait.</summary>
    public int Frames => Volatile.Read(ref frames);

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => sends.Count == 0;

    /// <summary>Whether a sender of what was prepared wants to know when it is handed over.</summary>
    public bool IsTimed { get; private set; }

    /// <summary>
    /// Frames that must be finished so that the connection ends with a whole frame, and with a whole batch where one has begun.
    /// </summary>
    public int FramesToBoundary => sends.First?.Value is { } first && HasBegun(first)
        ? first.Atomic ? first.Waiting : isTorn ? 1 : 0
        : 0;

    /// <summary>The sends whose senders want them back.</summary>
    public IReadOnlyList<PendingSend> Withdrawn => [.. sends.Where(send => send.Withdrawn)];

    /// <summary>Puts frames at the end.</summary>
    public void Add(PendingSend send)
    {
        sends.AddLast(send);
        frames += send.Count;
    }

    /// <summary>Whether frames are being written, so that it is not known yet how much of them has left.</summary>
    public bool IsInFlight(PendingSend send) => sends.Take(sendsInFlight).Contains(send);

    /// <summary>
    /// Copies the frames at the front into a buffer for one write; <see cref="Taken"/> or <see cref="PutBack"/> follows.
    /// </summary>
    /// <param name="buffer">Room for the frames of one write.</param>
    /// <param name="mostFrames">The most frames to take; an atomic batch goes whole all the same.</param>
    /// <param name="expiry">Knows which frames may wait no longer; they and what follows them are left out.</param>
    /// <returns>How many there are to write, none where nothing waits.</returns>
    public int Prepare(Span<CanFrame> buffer, int mostFrames, SendExpiry expiry)
    {
        var count = 0;
        IsTimed = false;
        var limited = expiry.Look();
        foreach (var send in sends)
        {
            var over = limited && expiry.IsOver(send);
            var end = over ? send.Count - RemovableOf(send) : send.Count;
            var most = send.Atomic ? buffer.Length : Math.Min(mostFrames, buffer.Length);
            if (end == send.Written || count >= most || send.Atomic && count + send.Waiting > most)
            {
                break;
            }

            sendsInFlight++;
            IsTimed |= send.IsTimed;
            count += send.CopyTo(buffer[count..most], end);

            if (over)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Says how much of what was prepared the link took.</summary>
    /// <param name="taken">How much.</param>
    /// <param name="history">Where to note atomic batches that are out.</param>
    /// <param name="at">When it was handed over, where somebody wants to know.</param>
    public void Taken(LinkWrite taken, UnconfirmedFrames history, Timestamp at)
    {
        isTorn = taken.Torn;
        frames -= taken.Frames;
        for (var left = taken.Frames; left > 0; sendsInFlight--)
        {
            var send = sends.First!.Value;
            var now = Math.Min(left, send.Waiting);
            send.Written += now;
            left -= now;
            if (send.Limits is { HoldForResends: true } limits)
            {
                history.MarkLimited(now, followedBy: left, limits, send.QueuedAt);
            }

            if (send.Waiting > 0)
            {
                break;
            }

            sends.RemoveFirst();
            send.WrittenAt = at;
            Finish(send, history, followedBy: left);
        }

        if (sends.First?.Value is { Atomic: true } first && HasBegun(first))
        {
            history.BeginAtomic(first.Written);
        }
    }

    /// <summary>Says that nothing is being written any more.</summary>
    public void PutBack() => sendsInFlight = 0;

    /// <summary>Cancels what has not begun to leave.</summary>
    /// <returns>How many frames that is; null where the send does not wait here.</returns>
    public int? Cancel(PendingSend send) => sends.Find(send) is { } node ? Cancel(node) : null;

    /// <summary>Cancels what has not begun to leave, from the oldest on.</summary>
    /// <param name="enough">Says when to stop.</param>
    /// <returns>From which sends, and how many frames of each.</returns>
    public List<(PendingSend Send, int Back)> CancelOldest(Func<bool> enough)
    {
        var canceled = new List<(PendingSend Send, int Back)>();
        var oldest = sends.First;
        for (var inFlight = sendsInFlight; inFlight > 0; inFlight--)
        {
            oldest = oldest?.Next;
        }

        while (oldest is { } node && !enough())
        {
            oldest = node.Next;
            if (Cancel(node) is > 0 and var back)
            {
                canceled.Add((node.Value, back));
            }
        }

        return canceled;
    }

    /// <summary>Cancels what may wait no longer and has not begun to leave.</summary>
    /// <param name="expiry">Knows which frames that are.</param>
    /// <returns>From which sends, and how many frames of each.</returns>
    public List<(PendingSend Send, int Back)> CancelExpired(SendExpiry expiry)
    {
        var canceled = new List<(PendingSend Send, int Back)>();
        expiry.Look();
        var place = 0;
        for (var node = sends.First; node is not null; place++)
        {
            var next = node.Next;
            if (expiry.IsOver(node.Value))
            {
                // How much of what is being written has left is known when the write returns.
                if (place < sendsInFlight)
                {
                    expiry.LookAgain();
                }
                else if (Cancel(node) is > 0 and var back)
                {
                    canceled.Add((node.Value, back));
                }
            }

            node = next;
        }

        return canceled;
    }

    /// <summary>
    /// Begins a new connection: a frame of which a part had left is sent whole again, and what was not acknowledged goes
    /// to the front or is given up.
    /// </summary>
    /// <param name="history">What the old connection's gateway had not acknowledged.</param>
    /// <param name="sendAgain">Whether to send it again, as far as its time is not over.</param>
    /// <param name="expiry">Knows which frames may not be sent any more.</param>
    /// <param name="torn">
    /// An atomic batch of which a part had left and the rest will not be sent; null where there is none.
    /// </param>
    /// <returns>The frames that were not acknowledged, in order: those sent again, and those given up.</returns>
    public (IReadOnlyList<CanFrame> Again, IReadOnlyList<CanFrame> GivenUp) BeginAgain(
        UnconfirmedFrames history, bool sendAgain, SendExpiry expiry, out PendingSend? torn)
    {
        isTorn = false;
        expiry.Look();

        // An atomic batch of which some frames had left is still at the front; it goes again as a whole, or not at all.
        var begun = sends.First?.Value is { Atomic: true, Written: > 0 } first ? first : null;
        var begunFrames = sendAgain && begun is not null ? begun.Frames.Take(begun.Written).ToList() : [];
        var unacknowledged = history.Take(begunFrames.Count, keepTogether: sendAgain);
        torn = sendAgain ? null : begun;
        if (begun is null && unacknowledged.Count == 0)
        {
            return ([], []);
        }

        var groups = unacknowledged.ToLookup(group => sendAgain && !expiry.IsOver(group));
        if (sendAgain)
        {
            PutInFront(begun, [.. groups[true]]);
        }
        else if (torn is not null)
        {
            sends.RemoveFirst();
            frames -= torn.Waiting;
        }

        return ([.. groups[true].SelectMany(group => group.Frames), .. begunFrames], [.. groups[false].SelectMany(group => group.Frames)]);
    }

    private static void Finish(PendingSend send, UnconfirmedFrames history, int followedBy)
    {
        if (send.Atomic)
        {
            history.MarkAtomic(send.Count, followedBy);
        }

        send.Complete();
    }

    private bool HasBegun(PendingSend send) => send.Written > 0 || isTorn && sends.First?.Value == send;

    private void PutInFront(PendingSend? begun, IReadOnlyList<UnconfirmedFrames.Group> groups)
    {
        frames += begun?.Written ?? 0;
        begun?.Written = 0;
        foreach (var group in groups.Reverse())
        {
            sends.AddFirst(new PendingSend(group.Frames, group.Atomic, group.Limits) { QueuedAt = group.QueuedAt });
            frames += group.Frames.Length;
        }
    }

    /// <summary>How many frames can be cancelled.</summary>
    private int RemovableOf(PendingSend send)
    {
        // A batch that must stay together, once begun, goes on; so does a frame of which a part has left.
        var begun = sends.First?.Value == send && isTorn ? 1 : 0;
        return send.Atomic && send.Written + begun > 0 ? 0 : send.Waiting - begun;
    }

    private int Cancel(LinkedListNode<PendingSend> node)
    {
        var send = node.Value;
        var back = send.Truncate(RemovableOf(send));
        frames -= back;
        if (send.Waiting == 0)
        {
            sends.Remove(node);
        }

        return back;
    }
}
