namespace Caneth.Publishing;

/// <summary>
/// Knows by the numbers of batches which of them came before, and how many frames are missing: those between two batches, until they come late.
/// For one thread.
/// </summary>
internal sealed class SequenceTracker
{
    // Who invents runs without end cannot fill the memory; then those that are remembered begin anew.
    private const int MostRuns = 65_536;
    private const int MostGaps = 1024;

    private readonly Dictionary<(string Device, ulong Session), Run> runs = [];

    /// <summary>Frames that have not come, as far as numbers tell.</summary>
    public long FramesMissing { get; private set; }

    /// <summary>Frames that came again.</summary>
    public long FramesRepeated { get; private set; }

    /// <summary>Takes note of a batch.</summary>
    /// <returns>Whether it did not come before.</returns>
    public bool Note(FrameBatch batch)
    {
        if (!runs.TryGetValue((batch.Device, batch.Session), out var run))
        {
            if (runs.Count >= MostRuns)
            {
                runs.Clear();
            }

            run = new(batch.FirstSequence);
            runs.Add((batch.Device, batch.Session), run);
        }

        var missing = run.Missing;
        var isNew = run.Note(batch.FirstSequence, batch.FirstSequence + batch.Frames.Length);
        FramesMissing += run.Missing - missing;
        FramesRepeated += isNew ? 0 : batch.Frames.Length;
        return isNew;
    }

    /// <summary>One run of a publisher with one device.</summary>
    private sealed class Run(long next)
    {
        private readonly LinkedList<(long From, long To)> gaps = new();
        private long next = next;

        public long Missing { get; private set; }

        public bool Note(long from, long to)
        {
            if (from >= next)
            {
                AddGap(next, from);
                next = to;
                return true;
            }

            for (var gap = gaps.First; gap is not null; gap = gap.Next)
            {
                if (gap.Value.From <= from && to <= gap.Value.To)
                {
                    Fill(gap, from, to);
                    return true;
                }
            }

            return false;
        }

        private void AddGap(long from, long to)
        {
            Missing += to - from;
            if (to > from)
            {
                gaps.AddLast((from, to));
            }

            if (gaps.Count > MostGaps)
            {
                // What is missing there stays missing.
                gaps.RemoveFirst();
            }
        }

        private void Fill(LinkedListNode<(long From, long To)> gap, long from, long to)
        {
            var (begin, end) = gap.Value;
            Missing -= to - from;
            if (begin < from)
            {
                gaps.AddBefore(gap, (begin, from));
            }

            if (to < end)
            {
                gaps.AddAfter(gap, (to, end));
            }

            gaps.Remove(gap);
        }
    }
}
