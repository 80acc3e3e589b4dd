namespace Caneth.Analysis;

/// <summary>The known series that signals are held against: in the order of time, and not more points than it takes.</summary>
internal sealed class ReferenceSeries
{
    private const int Most = 4000;

    /// <summary>Makes a series of values in any order.</summary>
    public ReferenceSeries(IEnumerable<TimedValue> values)
    {
        TimedValue[] all = [.. values.Where(one => double.IsFinite(one.Value)).OrderBy(one => one.Time)];
        var step = (all.Length + Most - 1) / Most;
        Points = step > 1 ? [.. all.Where((_, place) => place % step == 0)] : all;
        Varies = Points.Any(one => one.Value != Points[0].Value);
    }

    /// <summary>The points.</summary>
    public TimedValue[] Points { get; }

    /// <summary>Whether not all values are the same: with nothing that varies nothing can go.</summary>
    public bool Varies { get; }
}
