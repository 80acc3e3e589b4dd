using System.Globalization;

namespace Caneth.Plotting;

/// <summary>The places of an axis that have a number beside them: round ones, evenly apart.</summary>
internal static class Ticks
{
    private const double LargestPlain = 1e10;
    private const double Coarse = 1e-5;
    private const int MostDigits = 9;

    // What was rounded on the way belongs to the range all the same.
    private const double Rounded = 1e-9;

    /// <summary>The round numbers within a range.</summary>
    /// <param name="low">Where the range begins.</param>
    /// <param name="high">Where it ends, beyond its beginning.</param>
    /// <param name="most">How many there may be, 1 or more.</param>
    public static IReadOnlyList<(double Value, string Label)> Between(double low, double high, int most)
    {
        var step = StepOf((high - low) / most);
        var first = Math.Ceiling(low / step - Rounded);
        var ticks = new List<(double, string)>();
        for (var number = 0; number <= most && (first + number - Rounded) * step <= high; number++)
        {
            var value = (first + number) * step;
            ticks.Add((value, Label(value, step)));
        }

        return ticks;
    }

    /// <summary>A number as it stands at an axis, with no more digits than its neighbours tell apart.</summary>
    private static string Label(double value, double step)
    {
        var digits = Math.Max((int)-Math.Floor(Math.Log10(step) + Rounded), 0);
        return digits > MostDigits || Math.Abs(value) >= LargestPlain && step >= Math.Abs(value) * Coarse
            ? value.ToString("G6", CultureInfo.InvariantCulture)
            : Math.Round(value, digits).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }

    // 1, 2 or 5 with noughts.
    private static double StepOf(double least)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var factor = least / unit;
        return unit * (factor <= 1 + Rounded ? 1 : factor <= 2 + Rounded ? 2 : factor <= 5 + Rounded ? 5 : 10);
    }
}
