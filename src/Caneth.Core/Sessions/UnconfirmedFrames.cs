using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>
/// The end of the byte stream of one connection: what was handed to the operating system and not, as far as is known,
/// acknowledged by the gateway's TCP. Guarded by its owner.
/// </summary>
/// <param name="acknowledged">Asks how many bytes of the connection are acknowledged; null where nobody knows.</param>
/// <param name="time">The clock, for where nobody knows: then what was written in the last second counts as unconfirmed.</param>
internal sealed class UnconfirmedFrames(Func<long?> acknowledged, TimeProvider time)
{
    /// <summary>
    /// How many bytes are kept even when they are acknowledged: a gateway that refuses a client acknowledges first.
    /// </summary>
    public const int KeptAnyway = 64 * 1024;

    private const int FirstCapacity = 4 * 1024;
    private static readonly TimeSpan TimeToConfirm = TimeSpan.FromSeconds(1);

    private readonly Queue<(long First, int Count)> atomicBatches = new();
    private readonly Queue<(long First, int Count, SendLimits Limits, long QueuedAt)> limited = new();
    private readonly Queue<(long End, long At)> writes = new();
    private readonly bool confirmedByTime = acknowledged() is null;
    private byte[] ring = new byte[FirstCapacity];
    private long? batchUnderWay;
    private bool trusting = true;
    private long start;
    private long confirmed;
    private long end;

    /// <summary>Frames that were to be sent together, or not, and how long they may wait to be.</summary>
    public sealed record Group(CanFrame[] Frames, bool Atomic, SendLimits? Limits = null, long QueuedAt = 0);

    /// <summary>Notes bytes that the operating system took.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (end + bytes.Length - start > ring.Length)
        {
            MakeRoom(bytes.Length);
        }

        var place = (int)(end % ring.Length);
        var beforeWrap = Math.Min(bytes.Length, ring.Length - place);
        bytes[..beforeWrap].CopyTo(ring.AsSpan(place));
        bytes[beforeWrap..].CopyTo(ring);
        end += bytes.Length;
        if (confirmedByTime)
        {
            writes.Enqueue((end, time.GetTimestamp()));
        }
    }

    /// <summary>Notes that a batch which must stay together has begun to leave.</summary>
    /// <param name="written">How many of its frames are written, all of them last.</param>
    public void BeginAtomic(int written) => batchUnderWay = end / FrameCodec.FrameSize - written;

    /// <summary>Notes that frames which were written belong together.</summary>
    /// <param name="count">How many.</param>
    /// <param name="followedBy">How many whole frames were written after them.</param>
    public void MarkAtomic(int count, int followedBy = 0)
    {
        batchUnderWay = null;
        atomicBatches.Enqueue((end / FrameCodec.FrameSize - followedBy - count, count));
    }

    /// <summary>Notes that frames which were written must not be sent again at any time.</summary>
    /// <param name="count">How many.</param>
    /// <param name="followedBy">How many whole frames were written after them.</param>
    /// <param name="limits">How long they may wait.</param>
    /// <param name="queuedAt">Since when.</param>
    public void MarkLimited(int count, int followedBy, SendLimits limits, long queuedAt) =>
        limited.Enqueue((end / FrameCodec.FrameSize - followedBy - count, count, limits, queuedAt));

    /// <summary>From now on nothing counts as acknowledged that did not before: the gateway threw it away.</summary>
    public void DistrustAcknowledgements() => trusting = false;

    /// <summary>Takes out the frames that were written whole and are not acknowledged whole.</summary>
    /// <param name="except">How many of the last to leave out.</param>
    /// <param name="keepTogether">
    /// Whether a batch that is acknowledged in part comes as a whole, as it was promised to be sent.
    /// </param>
    public IReadOnlyList<Group> Take(int except, bool keepTogether)
    {
        Forget();
        var groups = new List<Group>();
        var next = confirmed / FrameCodec.FrameSize;
        var last = end / FrameCodec.FrameSize - except;
        foreach (var (first, count) in keepTogether ? atomicBatches : [])
        {
            AddSingles(first);
            groups.Add(Between(first, first + count, atomic: true));
            next = first + count;
        }

        AddSingles(last);
        start = confirmed = end;
        atomicBatches.Clear();
        limited.Clear();
        return groups;

        void AddSingles(long upTo)
        {
            while (next < upTo)
            {
                var group = Between(next, Math.Min(upTo, next + SendQueue.MaxFramesPerWrite), atomic: false);
                groups.Add(group);
                next += group.Frames.Length;
            }
        }
    }

    /// <summary>The frames from one on that have the same limits.</summary>
    private Group Between(long first, long upTo, bool atomic)
    {
        while (limited.TryPeek(out var past) && past.First + past.Count <= first)
        {
            limited.Dequeue();
        }

        var (limits, queuedAt) = ((SendLimits?)null, 0L);
        if (limited.TryPeek(out var next) && next.First <= first)
        {
            (limits, queuedAt) = (next.Limits, next.QueuedAt);
            upTo = atomic ? upTo : Math.Min(upTo, next.First + next.Count);
        }
        else if (limited.Count > 0 && !atomic)
        {
            upTo = Math.Min(upTo, next.First);
        }

        var frames = new CanFrame[upTo - first];
        for (var index = 0; index < frames.Length; index++)
        {
            frames[index] = FrameAt(first + index);
        }

        return new(frames, atomic, limits, queuedAt);
    }

    private void Forget()
    {
        confirmed = Math.Clamp(Acknowledged(), confirmed, end);
        while (atomicBatches.TryPeek(out var batch) && (batch.First + batch.Count) * FrameCodec.FrameSize <= confirmed)
        {
            atomicBatches.Dequeue();
        }

        // A frame that is acknowledged in part is needed whole, and so is a batch.
        var needed = confirmed / FrameCodec.FrameSize;
        needed = Math.Min(needed, atomicBatches.TryPeek(out var partly) ? partly.First : needed);
        needed = Math.Min(needed, batchUnderWay ?? needed);
        start = needed * FrameCodec.FrameSize;
        while (limited.TryPeek(out var old) && old.First + old.Count <= needed)
        {
            limited.Dequeue();
        }
    }

    private long Acknowledged()
    {
        if (!trusting)
        {
            return confirmed;
        }

        if (!confirmedByTime)
        {
            // Where the system has forgotten the connection, nothing more is known.
            return acknowledged() ?? confirmed;
        }

        var old = confirmed;
        while (writes.TryPeek(out var write) && time.GetElapsedTime(write.At) > TimeToConfirm)
        {
            old = write.End;
            writes.Dequeue();
        }

        return old;
    }

    private void MakeRoom(int more)
    {
        if (end - start + more > KeptAnyway)
        {
            Forget();
        }

        var needed = end - start + more;
        if (needed > ring.Length)
        {
            Grow(Math.Max(needed, 2L * ring.Length));
        }
    }

    private void Grow(long capacity)
    {
        var larger = new byte[capacity];
        for (var at = start; at < end; at++)
        {
            larger[at % larger.Length] = ring[at % ring.Length];
        }

        ring = larger;
    }

    private CanFrame FrameAt(long number)
    {
        Span<byte> bytes = stackalloc byte[FrameCodec.FrameSize];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = ring[(number * FrameCodec.FrameSize + index) % ring.Length];
        }

        FrameCodec.TryDecode(bytes, out var frame);
        return frame;
    }
}
