namespace Caneth.Plotting;

/// <summary>Makes series of what frames say. What goes beyond a number of points is left out, and counted.</summary>
public abstract class SeriesCollector
{
    /// <summary>The points that are kept at most where nobody says otherwise: 800 MB of memory.</summary>
    public const long DefaultMaxPoints = 50_000_000;

    private readonly long maxPoints;

    private protected SeriesCollector(long maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        this.maxPoints = maxPoints;
    }

    /// <summary>How many points there are in all series.</summary>
    public long PointCount { get; private set; }

    /// <summary>How many points were left out because there were too many.</summary>
    public long PointsLeftOut { get; private set; }

    /// <summary>Ends the collecting.</summary>
    /// <returns>The series that have points, each with a name of its own, in the order in which they began.</returns>
    public abstract IReadOnlyList<TimeSeries> GetSeries();

    private protected void AddBits(TimeSeries series, Timestamp time, ulong bits)
    {
        if (PointCount == maxPoints)
        {
            PointsLeftOut++;
            return;
        }

        series.AddBits(time, bits);
        PointCount++;
    }

    private protected void Add(TimeSeries series, Timestamp time, double value) => AddBits(series, time, BitConverter.DoubleToUInt64Bits(value));
}
