using System.Numerics;

namespace Caneth.Statistics;

/// <summary>The times from one frame to the next: whole nanoseconds, summed without an error of rounding.</summary>
internal struct PeriodCounter
{
    private const double NanosecondsPerSecond = 1e9;

    private long count;
    private long shortest;
    private long longest;
    private UInt128 sum;
    private UInt128 sumOfSquares;

    /// <summary>The shortest, in seconds; null where there is none.</summary>
    public readonly double? Min => count > 0 ? shortest / NanosecondsPerSecond : null;

    /// <summary>The longest, in seconds; null where there is none.</summary>
    public readonly double? Max => count > 0 ? longest / NanosecondsPerSecond : null;

    /// <summary>The mean, in seconds; null where there is none.</summary>
    public readonly double? Mean => count > 0 ? (double)sum / count / NanosecondsPerSecond : null;

    /// <summary>The standard deviation, in seconds: how far they are from their mean; null where there is none.</summary>
    public readonly double? Jitter
    {
        get
        {
            if (count == 0)
            {
                return null;
            }

            var spread = (BigInteger)sumOfSquares * count - (BigInteger)sum * sum;
            return Math.Sqrt(Math.Max((double)spread, 0)) / count / NanosecondsPerSecond;
        }
    }

    /// <summary>Takes one in.</summary>
    /// <param name="nanoseconds">0 or more.</param>
    public void Add(long nanoseconds)
    {
        shortest = count == 0 ? nanoseconds : Math.Min(shortest, nanoseconds);
        longest = Math.Max(longest, nanoseconds);
        count++;
        sum += (ulong)nanoseconds;
        var high = Math.BigMul((ulong)nanoseconds, (ulong)nanoseconds, out var low);
        sumOfSquares += new UInt128(high, low);
    }
}
