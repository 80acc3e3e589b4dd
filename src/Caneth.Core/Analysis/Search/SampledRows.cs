namespace Caneth.Analysis;

/// <summary>Which frame of a series was the latest at each point of a reference, as far as there was one.</summary>
internal sealed class SampledRows
{
    /// <summary>How many usual pauses after the last frame its bits still hold.</summary>
    private const int MostPauses = 5;

    /// <summary>What they hold at least, in nanoseconds.</summary>
    private const long LeastHeld = 1_000_000_000;

    /// <summary>Samples a series.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="reference">The points.</param>
    /// <param name="lag">How much later than the reference the frames are looked at, in nanoseconds.</param>
    public SampledRows(FrameSeries series, ReferenceSeries reference, long lag)
    {
        var times = series.Times;
        var held = Math.Max(LeastHeld, MostPauses * (times[^1] - times[0]) / Math.Max(times.Length - 1, 1));
        var points = reference.Points;
        var frames = new int[points.Length];
        var values = new double[points.Length];
        var count = 0;
        var latest = -1;
        foreach (var point in points)
        {
            var at = point.Time.Nanoseconds + lag;
            while (latest + 1 < times.Length && times[latest + 1] < at)
            {
                latest++;
            }

            // One frame a point: where a log has several of one time, the points that were made of them follow them one by one.
            latest += latest + 1 < times.Length && times[latest + 1] == at ? 1 : 0;

            if (latest >= 0 && at - times[latest] <= held)
            {
                (frames[count], values[count]) = (latest, point.Value);
                count++;
            }
        }

        Frames = frames.AsMemory(0, count);
        Values = values.AsMemory(0, count);
        Lag = lag;
    }

    /// <summary>The frames, by their places in the series.</summary>
    public ReadOnlyMemory<int> Frames { get; }

    /// <summary>The values of the reference.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>How many there are.</summary>
    public int Count => Frames.Length;

    /// <summary>How much later than the reference the frames were looked at, in nanoseconds.</summary>
    public long Lag { get; }
}
