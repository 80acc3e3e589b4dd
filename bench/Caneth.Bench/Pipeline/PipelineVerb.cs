using Caneth.Logs;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Emits the frames of a log with Import-CanLog, in each format, and beside it the same frames from memory with a cmdlet that does
/// nothing else: what the engine itself can emit. Prints frames per second, and the one as a share of the other.
/// </summary>
internal static class PipelineVerb
{
    private const int Rounds = 10;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var frames = Drive.Plain((int)arguments.Number("--frames", 1_000_000L));
        using var folder = new TemporaryFolder();
        using var engine = new PowerShellSession();
        var ways = new Dictionary<string, Func<Task<double>>>
        {
            ["bare emitter"] = () => Rate("param($frames) Write-BareFrame -Frames $frames | Out-Null", frames),
        };
        foreach (var format in LogFormats.All)
        {
            var path = folder.Write("drive." + format.Name, frames, new() { Format = format });
            ways[format.Name] = () => Rate($"param($path) Import-CanLog $path -Format {format} | Out-Null", path);
        }

        ways["Export-CanLog"] = () => Rate("param($path, $frames) Write-BareFrame -Frames $frames | Export-CanLog $path", folder.Of("out.log"), frames);
        var medians = await Report.InTurnAsync(Rounds, [.. ways.Values]);
        Console.WriteLine($"{frames.Length:N0} frames, medians of {Rounds}");
        foreach (var (name, median) in ways.Keys.Zip(medians))
        {
            Console.WriteLine($"{name,-14} {median,12:N0}/s {median / medians[0],6:P0}");
        }

        return 0;

        Task<double> Rate(string script, params object[] given)
        {
            GC.Collect();
            return Task.FromResult(frames.Length / engine.Seconds(script, given));
        }
    }
}
