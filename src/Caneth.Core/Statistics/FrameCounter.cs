using Caneth.Signals;

namespace Caneth.Statistics;

/// <summary>What came of one id.</summary>
/// <param name="frame">The first frame, which is still to be counted.</param>
/// <param name="keepsGaps">Whether gaps are looked for.</param>
internal sealed class FrameCounter(in CanFrame frame, bool keepsGaps)
{
    private readonly Timestamp first = frame.Timestamp;
    private readonly LongestPeriods? longest = keepsGaps ? new() : null;
    private CanFrame last = frame;
    private long count;
    private ushort dlcs;
    private PeriodCounter periods;
    private ChangedBits changed;
    private FrameBits bits;
    private MessageDefinition? definition;
    private MessageBranches? branches;

    /// <summary>The latest frame.</summary>
    public ref readonly CanFrame Last => ref last;

    /// <summary>Whether it keeps frames of several branches.</summary>
    public bool IsBranched => branches is not null;

    /// <summary>Says what its frames mean from now on.</summary>
    /// <param name="message">The message; null where nothing is known.</param>
    /// <param name="keepsBranches">Whether the branches of a multiplexer are kept.</param>
    public void Use(MessageDefinition? message, bool keepsBranches)
    {
        definition = message;
        branches = keepsBranches && message is { Codec.IsMultiplexed: true } ? new(message.Codec) : null;
    }

    /// <summary>Counts a frame.</summary>
    public void Add(in CanFrame frame)
    {
        changed.Add(frame, last);
        dlcs |= (ushort)(1 << frame.Dlc);
        if (count++ > 0)
        {
            NotePeriod(frame.Timestamp);
        }

        // A reference is stored only where it changes.
        frame.CopyTo(ref last);
        branches?.Add(frame);
    }

    /// <summary>Notes how long the frame was on the bus.</summary>
    public void Add(FrameBits more) => bits += more;

    /// <summary>What is known now.</summary>
    /// <param name="seconds">How long was measured; null where nobody knows.</param>
    /// <param name="gap">How many periods are a gap; null where gaps are not looked for.</param>
    /// <param name="load">How fast the bus is; null where nobody knows.</param>
    public FrameStatistics Snapshot(double? seconds, double? gap, BusLoad? load)
    {
        var mask = changed.Mask;
        var mean = periods.Mean;
        return new(last)
        {
            Definition = definition,
            Count = count,
            Rate = seconds > 0 ? count / seconds : null,
            PeriodMin = periods.Min,
            PeriodMean = mean,
            PeriodMax = periods.Max,
            PeriodJitter = periods.Jitter,
            Gaps = longest is null || mean is null ? [] : longest.Above(gap!.Value * mean.Value),
            Load = seconds is null ? null : load?.PercentOf(bits, seconds.Value),
            Dlcs = new NumberList(Enumerable.Range(0, DataLengthCode.Max + 1).Where(dlc => (dlcs >> dlc & 1) != 0)),
            ChangedBytes = new NumberList(Enumerable.Range(0, mask.Count).Where(place => mask[place] != 0)),
            ChangedBits = mask,
            First = first,
            Latest = branches is null ? [last] : [last, .. branches.Latest],
        };
    }

    // Where time runs backwards, as from one log to another, there is no period.
    private void NotePeriod(Timestamp time)
    {
        var period = time.Nanoseconds - last.Timestamp.Nanoseconds;
        if (period >= 0)
        {
            periods.Add(period);
            longest?.Add(last.Timestamp, period);
        }
    }
}
