using System.Diagnostics;
using System.Globalization;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>Reading of a database, in a process that has read many, and as the first thing that one does.</summary>
internal static class ParseBench
{
    /// <summary>The verb that a process is started with to read a database and say how long that took; the file follows.</summary>
    public const string Name = "--parse";

    private const int Parses = 40;

    public static async Task RunAsync(Options options, Report report)
    {
        if (options.Database is not { } path)
        {
            Console.Error.WriteLine("parse: left out, since no file is given with --database.");
            return;
        }

        var bytes = await File.ReadAllBytesAsync(path);
        var name = Path.GetFileName(path);
        var allocated = 0L;
        var medians = await Report.InTurnAsync(options.Rounds, () => Task.FromResult(Warm()), FirstAsync);
        report.Add($"parse {name}, warm", medians[0], "ms", bar: "15 ms", met: medians[0] <= 15);
        report.Add("  allocated by it", allocated / 1e6, "MB");
        report.Add($"parse {name}, first in a process", medians[1], "ms", bar: "80 ms", met: medians[1] <= 80);

        double Warm() => Report.Median(Enumerable.Range(0, Parses).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var milliseconds = Milliseconds(bytes, name);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return milliseconds;
        }));

        async Task<double> FirstAsync()
        {
            var start = Itself.With(Name, path);
            start.RedirectStandardOutput = true;
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return double.Parse(output, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Reads a database, in this process, and prints how long that took.</summary>
    /// <param name="path">The file.</param>
    public static void Start(string path) =>
        Console.WriteLine(Milliseconds(File.ReadAllBytes(path), Path.GetFileName(path)).ToString(CultureInfo.InvariantCulture));

    private static double Milliseconds(byte[] bytes, string name)
    {
        var clock = Stopwatch.GetTimestamp();
        CanDatabase.Parse(bytes, name);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }
}
