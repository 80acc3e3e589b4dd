using System.Diagnostics;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>Writes the page of a plot that packs badly, and opens it in a headless Chromium where there is one.</summary>
internal static class PlotVerb
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var points = (int)arguments.Number("--points", 1_000_000L);
        var rounds = (int)arguments.Number("--rounds", 5L);
        using var folder = TemporaryFolder.OnDisk();
        var file = folder.Of("plot.html");
        var plot = RestlessPlot.Make(points);
        var written = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            using (var stream = File.Create(file))
            {
                plot.WriteHtml(stream);
            }

            written.Add(clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"{points:N0} points: {new FileInfo(file).Length:N0} bytes, written in {Median(written):0.00} s");
        if (!Chromium.Exists)
        {
            Console.WriteLine("There is no Chromium here to open it.");
            return 0;
        }

        await using var browser = new Chromium();
        await browser.InitializeAsync();
        var opened = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            opened.Add(await browser.OpenAsync(file) / 1000);
        }

        Console.WriteLine($"drawn {Median(opened):0.00} s after it was opened ({string.Join(", ", opened.Select(seconds => $"{seconds:0.00}"))})");
        return 0;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
