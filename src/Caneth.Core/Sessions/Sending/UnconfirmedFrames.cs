using System.Numerics;

namespace Caneth.Sessions;

/// <summary>
/// The last frames of one connection: what was handed to its link and not, as far as is known, confirmed by the other side. Guarded by
/// its owner.
/// </summary>
/// <param name="confirmed">Asks how many frames of the connection are confirmed; null where it is unknown.</param>
/// <param name="time">The clock, for where it is unknown: then what was written in the last second counts as unconfirmed.</param>
internal sealed class UnconfirmedFrames(Func<long?> confirmed, TimeProvider time)
{
    /// <summary>
    /// How many frames are kept even when they are confirmed: a gateway that refuses a client acknowledges first, at most what its and
    /// this computer's buffers hold.
    /// </summary>
    public const int KeptAnyway = 8 * 1024;

    // Frames that are sent again go in groups of their own, so that a few can be given up for newer ones.
    private const int GroupSize = 112;

    // Powers of two, so that a place in the ring is a mask away.
    private const int FirstCapacity = 128;
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(1);

    private readonly Queue<(long First, int Count)> atomicBatches = new();
    private readonly Queue<(long First, int Count, SendLimits Limits, long QueuedAt)> limited = new();
    private readonly Queue<(long End, long At)> writes = new();
    private readonly bool isConfirmedByTime = confirmed() is null;
    private CanFrame[] ring = [];
    private long? batchUnderWay;
    private bool trusting = true;
    private long start;
    private long confirmedEnd;
    private long end;

    /// <summary>Frames that were to be sent together, or not, and how long they may wait to be.</summary>
    public sealed record Group(CanFrame[] Frames, bool Atomic, SendLimits? Limits = null, long QueuedAt = 0);

    /// <summary>Notes frames that the link took.</summary>
    public void Append(ReadOnlySpan<CanFrame> frames)
    {
        if (frames.IsEmpty)
        {
            return;
        }

        if (end + frames.Length - start > ring.Length)
        {
            MakeRoom(frames.Length);
        }

        var place = PlaceOf(end);
        var beforeWrap = Math.Min(frames.Length, ring.Length - place);
        frames[..beforeWrap].CopyTo(ring.AsSpan(place));
        frames[beforeWrap..].CopyTo(ring);
        end += frames.Length;
        if (isConfirmedByTime)
        {
            writes.Enqueue((end, time.GetTimestamp()));
        }
    }

    /// <summary>Notes that a batch which must stay together has begun to leave.</summary>
    /// <param name="written">How many of its frames are written, all of them last.</param>
    public void BeginAtomic(int written) => batchUnderWay = end - written;

    /// <summary>Notes that frames which were written belong together.</summary>
    /// <param name="count">How many.</param>
    /// <param name="followedBy">How many whole frames were written after them.</param>
    public void MarkAtomic(int count, int followedBy = 0)
    {
        batchUnderWay = null;
        atomicBatches.Enqueue((end - followedBy - count, count));
    }

    /// <summary>Notes that frames which were written must not be sent again at any time.</summary>
    /// <param name="count">How many.</param>
    /// <param name="followedBy">How many whole frames were written after them.</param>
    /// <param name="limits">How long they may wait.</param>
    /// <param name="queuedAt">Since when.</param>
    public void MarkLimited(int count, int followedBy, SendLimits limits, long queuedAt) =>
        limited.Enqueue((end - followedBy - count, count, limits, queuedAt));

    /// <summary>From now on nothing counts as confirmed that did not before: the gateway threw it away.</summary>
    public void DistrustAcknowledgements() => trusting = false;

    /// <summary>Takes out the frames that were written whole and are not acknowledged whole.</summary>
    /// <param name="except">How many of the last to leave out.</param>
    /// <param name="keepTogether">
    /// Whether a batch that is acknowledged in part comes as a whole, as it was promised to be sent.
    /// </param>
    public IReadOnlyList<Group> Take(int except, bool keepTogether)
    {
        TrimAcknowledged();
        var groups = new List<Group>();
        var next = confirmedEnd;
        var last = end - except;
        foreach (var (first, count) in keepTogether ? atomicBatches : [])
        {
            AddSingles(first);
            groups.Add(Between(first, first + count, atomic: true));
            next = first + count;
        }

        AddSingles(last);
        start = confirmedEnd = end;
        atomicBatches.Clear();
        limited.Clear();
        return groups;

        void AddSingles(long upTo)
        {
            while (next < upTo)
            {
                var group = Between(next, Math.Min(upTo, next + GroupSize), atomic: false);
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
            frames[index] = ring[PlaceOf(first + index)];
        }

        return new(frames, atomic, limits, queuedAt);
    }

    private void TrimAcknowledged()
    {
        confirmedEnd = Math.Clamp(Confirmed(), confirmedEnd, end);
        while (atomicBatches.TryPeek(out var batch) && batch.First + batch.Count <= confirmedEnd)
        {
            atomicBatches.Dequeue();
        }

        // A batch that is confirmed in part is needed whole.
        var needed = confirmedEnd;
        needed = Math.Min(needed, atomicBatches.TryPeek(out var partly) ? partly.First : needed);
        needed = Math.Min(needed, batchUnderWay ?? needed);
        start = needed;
        while (limited.TryPeek(out var old) && old.First + old.Count <= needed)
        {
            limited.Dequeue();
        }
    }

    private long Confirmed()
    {
        if (!trusting)
        {
            return confirmedEnd;
        }

        if (!isConfirmedByTime)
        {
            // Where the link has forgotten the connection, nothing more is known.
            return confirmed() ?? confirmedEnd;
        }

        var old = confirmedEnd;
        while (writes.TryPeek(out var write) && time.GetElapsedTime(write.At) > ConfirmTimeout)
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
            TrimAcknowledged();
        }

        var needed = end - start + more;
        if (needed > ring.Length)
        {
            Grow((int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(needed, FirstCapacity)));
        }
    }

    private void Grow(int capacity)
    {
        var larger = new CanFrame[capacity];
        for (var at = start; at < end; at++)
        {
            larger[(int)(at & (larger.Length - 1))] = ring[PlaceOf(at)];
        }

        ring = larger;
    }

    private int PlaceOf(long number) => (int)(number & (ring.Length - 1));
}
