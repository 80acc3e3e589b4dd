namespace Caneth.Flow;

/// <summary>How late frames left, each against its own time: counted by tenths of a millisecond.</summary>
public sealed class LatenessHistogram
{
    private const int BucketsPerMillisecond = 10;
    private const int Buckets = 10_000;

    private readonly long[] counts = new long[Buckets];

    /// <summary>How many frames were counted.</summary>
    public long Count { get; private set; }

    /// <summary>The largest lateness.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>The lateness of the last frame: the drift, where it is the end of a replay.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>The lateness that a share of the frames did not exceed.</summary>
    /// <param name="share">0 to 1: 0.99 for the 99th percentile.</param>
    /// <returns>The upper end of a tenth of a millisecond; a second for all beyond.</returns>
    public TimeSpan Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted)
            {
                return TimeSpan.FromMilliseconds((bucket + 1) / (double)BucketsPerMillisecond);
            }
        }

        return Max;
    }

    /// <summary>How many frames were late by one time up to another.</summary>
    /// <param name="from">In milliseconds.</param>
    /// <param name="to">In milliseconds, itself not included.</param>
    /// <returns>The number of frames.</returns>
    public long Between(double from, double to)
    {
        var sum = 0L;
        for (var bucket = (int)(from * BucketsPerMillisecond); bucket < Math.Min(Buckets, to * BucketsPerMillisecond); bucket++)
        {
            sum += counts[bucket];
        }

        return sum;
    }

    internal void Add(TimeSpan late)
    {
        var bucket = (int)Math.Clamp(late.TotalMilliseconds * BucketsPerMillisecond, 0, Buckets - 1);
        counts[bucket]++;
        Count++;
        Last = late;
        Max = late > Max ? late : Max;
    }
}
