using System.Globalization;
using System.Text;
using Caneth.Logs;
using Caneth.Signals;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Emits the frames of a log with Import-CanLog, in each format, and beside it the same frames from memory with a cmdlet that does
/// nothing else: what the engine itself can emit; and decodes them, and writes them. Prints frames per second, and the one as a share of the other.
/// </summary>
internal static class PipelineVerb
{
    private const int Rounds = 10;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var frames = Drive.Plain((int)arguments.Number("--frames", 1_000_000L));
        using var folder = TemporaryFolder.OnDisk();
        using var engine = new PowerShellSession();
        var ways = new Dictionary<string, Func<Task<double>>>
        {
            ["bare emitter"] = () => Rate("param($frames) Write-BareFrame -Frames $frames | Out-Null", frames),
        };
        foreach (var format in LogFormats.All.Where(format => format.CanWrite))
        {
            var path = folder.Write("drive." + format.Name, frames, new() { Format = format });
            ways[format.Name] = () => Rate($"param($path) Import-CanLog $path -Format {format} | Out-Null", path);
        }

        ways["passed on"] = () => Rate("param($frames) Write-BareFrame -Frames $frames | Write-BareFrame | Out-Null", frames);
        var decoded = folder.Write("decoded.log", frames);
        ways["ConvertFrom-CanFrame"] = () => Rate("param($path, $database) Import-CanLog $path | ConvertFrom-CanFrame -Database $database | Out-Null", decoded, Database(frames));
        ways["Measure-CanFrame"] = () => Rate("param($path) Import-CanLog $path | Measure-CanFrame -Gap 3 -BitRate 500000", decoded);
        ways["Export-CanLog"] = () => Rate("param($path, $frames) Write-BareFrame -Frames $frames | Export-CanLog $path", folder.Of("out.log"), frames);
        var medians = await Report.InTurnAsync(Rounds, [.. ways.Values]);
        Console.WriteLine($"{frames.Length:N0} frames, medians of {Rounds}");
        foreach (var (name, median) in ways.Keys.Zip(medians))
        {
            Console.WriteLine($"{name,-20} {median,12:N0}/s {median / medians[0],6:P0}");
        }

        return 0;

        Task<double> Rate(string script, params object[] given)
        {
            GC.Collect();
            return Task.FromResult(frames.Length / engine.Seconds(script, given));
        }
    }

    /// <summary>What the frames mean: eight signals a message.</summary>
    public static CanDatabase Database(CanFrame[] frames)
    {
        var text = new StringBuilder();
        foreach (var id in frames.Select(frame => frame.Id).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"BO_ {id} Message{id}: 8 X\n");
            for (var place = 0; place < 8; place++)
            {
                text.Append(CultureInfo.InvariantCulture, $" SG_ Signal{place} : {place * 8}|8@1+ (0.5,0) [0|0] \"\" X\n");
            }
        }

        return CanDatabase.Parse(Encoding.UTF8.GetBytes($"{text}"), "bench.dbc");
    }
}
