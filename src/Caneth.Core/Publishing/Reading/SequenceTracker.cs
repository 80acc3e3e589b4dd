namespace Caneth.Publishing;

/// <summary>
/// Knows by the numbers of batches which of them came before, and how many frames are missing: those between two batches, until they come late.
/// For one thread.
/// </summary>
/// <param name="fromTheBeginning">
/// Whether all that was published is read: then what lies before the first batch of a run, and comes after it, is new, too. Otherwise it is of
/// before the reader began, and none of its affair.
/// </param>
internal sealed class SequenceTracker(bool fromTheBeginning = false)
{
    // Who invents runs without end cannot fill the memory; then those that were heard of longest ago are forgotten.
    private const int MostRuns = 65_536;
    private const int MostGaps = 1024;

    private readonly Dictionary<(string Device, ulong Session), Run> runs = [];
    private long notes;

    /// <summary>Frames that have not come, as far as numbers tell.</summary>
    public long FramesMissing { get; private set; }

    /// <summary>Frames that came again.</summary>
    public long FramesRepeated { get; private set; }

    /// <summary>What came so far, by run.</summary>
    public IEnumerable<SequenceRun> Runs => runs.Select(run => new SequenceRun(run.Key.Device, run.Key.Session, run.Value.Next, run.Value.Gaps));

    /// <summary>Takes note of a batch.</summary>
    /// <returns>Whether it did not come before.</returns>
    public bool Note(FrameBatch batch) => Note(batch.Device, batch.Session, batch.FirstSequence, batch.Frames.Length);

    /// <summary>Takes note of a batch.</summary>
    /// <param name="device">The device.</param>
    /// <param name="session">Which run of the publisher.</param>
    /// <param name="firstSequence">The number of the first frame.</param>
    /// <param name="frames">How many frames.</param>
    /// <returns>Whether it did not come before.</returns>
    public bool Note(string device, ulong session, long firstSequence, int frames)
    {
        if (!runs.TryGetValue((device, session), out var run))
        {
            MakeRoom();
            run = new(firstSequence, fromTheBeginning && firstSequence > 0 ? [new(0, firstSequence, IsMissing: false)] : []);
            runs.Add((device, session), run);
        }

        run.LastNote = ++notes;
        var missing = run.Missing;
        var isNew = run.Note(firstSequence, firstSequence + frames);
        FramesMissing += run.Missing - missing;
        FramesRepeated += isNew ? 0 : frames;
        return isNew;
    }

    /// <summary>Goes on from what an earlier one knew of a run.</summary>
    public void Restore(SequenceRun run)
    {
        MakeRoom();
        runs[(run.Device, run.Session)] = new(run.Next, run.Gaps) { LastNote = ++notes };
    }

    private void MakeRoom()
    {
        if (runs.Count >= MostRuns)
        {
            foreach (var run in runs.OrderBy(run => run.Value.LastNote).Take(MostRuns / 2).Select(run => run.Key).ToArray())
            {
                runs.Remove(run);
            }
        }
    }

    /// <summary>One run of a publisher with one device.</summary>
    private sealed class Run(long next, IEnumerable<SequenceGap> gaps)
    {
        private readonly LinkedList<SequenceGap> gaps = new(gaps);

        public long Next { get; private set; } = next;

        public SequenceGap[] Gaps => [.. gaps];

        public long Missing { get; private set; }

        public long LastNote { get; set; }

        public bool Note(long from, long to)
        {
            if (from >= Next)
            {
                AddGap(Next, from);
                Next = to;
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
                gaps.AddLast(new SequenceGap(from, to, IsMissing: true));
            }

            if (gaps.Count > MostGaps)
            {
                // What is missing there stays missing.
                gaps.RemoveFirst();
            }
        }

        private void Fill(LinkedListNode<SequenceGap> gap, long from, long to)
        {
            var whole = gap.Value;
            Missing -= whole.IsMissing ? to - from : 0;
            if (whole.From < from)
            {
                gaps.AddBefore(gap, whole with { To = from });
            }

            if (to < whole.To)
            {
                gaps.AddAfter(gap, whole with { From = to });
            }

            gaps.Remove(gap);
        }
    }
}
