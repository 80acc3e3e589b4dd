using Caneth.Plotting;

namespace Caneth.Testing;

/// <summary>The plot whose page packs worst: every value has all its digits, and no two series have a time in common.</summary>
public static class RestlessPlot
{
    private const int Lines = 10;

    /// <summary>Makes a plot of ten lines over a thousand seconds.</summary>
    /// <param name="points">How many points they have together; a million by default.</param>
    public static Plot Make(int points = 1_000_000) => new("A million", Enumerable.Range(0, Lines).Select(line => Line(line, points / Lines)));

    private static TimeSeries Line(int line, int points)
    {
        var random = new Random(line);
        var series = new TimeSeries($"Line {line}", line % 2 == 0 ? "rpm" : "km/h");
        var step = 1_000_000_000 / points;
        for (var index = 0; index < points; index++)
        {
            series.Add(Start + TimeSpan.FromMicroseconds((long)step * index + random.Next(step / 2)), 300 * line + 100 * Math.Sin(index / 5_000.0) + 30 * random.NextDouble());
        }

        return series;
    }

    private static Timestamp Start { get; } = Timestamp.Parse("2026-01-31T12:00:00Z");
}
