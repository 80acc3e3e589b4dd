using System.Globalization;
using System.Text.Json;

namespace Caneth.Bench;

/// <summary>The figures: medians of several rounds, ratios of medians, and the bars they are held against.</summary>
internal sealed class Report
{
    private readonly List<Row> rows = [];

    /// <summary>Runs measurements in turn, round by round, so that a machine that changes its pace changes it for all.</summary>
    public static async Task<double[]> InTurnAsync(int rounds, params Func<Task<double>>[] measurements)
    {
        var all = measurements.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var index = 0; index < measurements.Length; index++)
            {
                var value = await measurements[index]();

                // The first round warms up.
                if (round > 0)
                {
                    all[index].Add(value);
                }
            }
        }

        return [.. all.Select(Median)];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Percentile(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    /// <summary>Whether every bar is met.</summary>
    public bool AllMet => rows.All(row => row.Met != false);

    public void Add(string what, double value, string unit, double? ratio = null, string? of = null, string? bar = null, bool? met = null)
    {
        var row = new Row(what, value, unit, ratio, of, bar, met);
        rows.Add(row);
        Console.Error.WriteLine(row.ToString());
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine();
        foreach (var row in rows)
        {
            writer.WriteLine(row);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(rows, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal sealed record Row(string What, double Value, string Unit, double? Ratio, string? Of, string? Bar, bool? Met)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{What,-58} {Value,14:#,0.###} {Unit,-9} {(Ratio is { } ratio ? $"{ratio,8:0.000} x {Of}" : ""),-36} {Bar,-18} {(Met is { } met ? met ? "met" : "NOT MET" : "")}");
    }
}
