namespace Caneth.Links.Streams;

/// <summary>Counts in frames what the other side of a stream has confirmed in bytes. Safe for all threads.</summary>
/// <param name="stream">The connection.</param>
internal sealed class ConfirmedFrames(IByteStream stream)
{
    // Powers of two, so that a place in the ring is a mask away.
    private const int FirstCapacity = 128;

    private readonly Lock gate = new();
    private long[] ends = new long[FirstCapacity];
    private long confirmed;
    private long written;
    private bool isUnknown;

    /// <summary>How many frames, from the first on, are confirmed to their last byte; null where that is unknown.</summary>
    public long? Count
    {
        get
        {
            lock (gate)
            {
                Trim();
                return isUnknown ? null : confirmed;
            }
        }
    }

    /// <summary>Notes frames of which the stream has taken the last byte.</summary>
    /// <param name="frameEnds">Where each of them ends.</param>
    /// <param name="origin">The place in the stream from which these are counted.</param>
    public void Append(ReadOnlySpan<int> frameEnds, long origin)
    {
        lock (gate)
        {
            if (written - confirmed + frameEnds.Length > ends.Length)
            {
                MakeRoom(frameEnds.Length);
            }

            foreach (var end in isUnknown ? default : frameEnds)
            {
                ends[PlaceOf(written++)] = origin + end;
            }
        }
    }

    private int PlaceOf(long frame) => (int)(frame & (ends.Length - 1));

    private void Trim()
    {
        if (stream.BytesConfirmed is not { } bytes)
        {
            // A system that does not say it once is not asked again: to count from a wrong beginning would confirm what is not.
            isUnknown = true;
            return;
        }

        while (confirmed < written && ends[PlaceOf(confirmed)] <= bytes)
        {
            confirmed++;
        }
    }

    private void MakeRoom(int more)
    {
        Trim();
        var capacity = ends.Length;
        while (!isUnknown && written - confirmed + more > capacity)
        {
            capacity *= 2;
        }

        if (capacity > ends.Length)
        {
            var larger = new long[capacity];
            for (var frame = confirmed; frame < written; frame++)
            {
                larger[frame & (capacity - 1)] = ends[PlaceOf(frame)];
            }

            ends = larger;
        }
    }
}
