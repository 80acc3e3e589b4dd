namespace Caneth.Plotting;

/// <summary>An axis of values: that of all series of a unit, or that of one signal whose values have texts.</summary>
internal sealed class ValueAxis
{
    // Beyond this, sums and differences may be more than a number holds.
    private const double Largest = 1e300;
    private const double Margin = 0.05;

    private ValueAxis(IReadOnlyList<TimeSeries> series, IReadOnlyDictionary<double, string> texts)
    {
        Series = series;
        Texts = texts;
        (Low, High) = RangeOf(series);
    }

    /// <summary>The series that are drawn by it.</summary>
    public IReadOnlyList<TimeSeries> Series { get; }

    /// <summary>The texts of values; empty where there are none.</summary>
    public IReadOnlyDictionary<double, string> Texts { get; }

    /// <summary>The unit; empty where there is none.</summary>
    public string Unit => Series[0].Unit;

    /// <summary>Where it begins: below all values.</summary>
    public double Low { get; }

    /// <summary>Where it ends: above all values.</summary>
    public double High { get; }

    /// <summary>Whether a value can be drawn: an infinite one, and what is not a number, have no place.</summary>
    public static bool CanDraw(double value) => Math.Abs(value) <= Largest;

    /// <summary>The axes that series need, in the order of the series.</summary>
    public static IReadOnlyList<ValueAxis> Of(IEnumerable<TimeSeries> series)
    {
        var axes = new List<ValueAxis>();
        var all = series.Select(one => (Series: one, Texts: one.FindTexts())).ToList();
        foreach (var axis in all.GroupBy(one => one.Texts.Count > 0 ? (object)one.Series : one.Series.Unit))
        {
            axes.Add(new([.. axis.Select(one => one.Series)], axis.First().Texts));
        }

        return axes;
    }

    /// <summary>Its places that have a number or a text beside them.</summary>
    /// <param name="most">How many there may be, 1 or more.</param>
    public IReadOnlyList<(double Value, string Label)> TicksOf(int most)
    {
        if (Texts.Count == 0)
        {
            return Ticks.Between(Low, High, most);
        }

        var every = (Texts.Count + most - 1) / most;
        return [.. Texts.OrderBy(text => text.Key).Where((text, place) => place % every == 0 && CanDraw(text.Key)).Select(text => (text.Key, text.Value))];
    }

    private static (double Low, double High) RangeOf(IEnumerable<TimeSeries> series)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var one in series)
        {
            for (var index = 0; index < one.Count; index++)
            {
                if (one.NumberOf(index) is var value && CanDraw(value))
                {
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                }
            }
        }

        if (low > high)
        {
            return (0, 1);
        }

        // A value that never changes is in the middle.
        var margin = high > low ? (high - low) * Margin : Math.Max(Math.Abs(high) * Margin, 1);
        return (low - margin, high + margin);
    }
}
