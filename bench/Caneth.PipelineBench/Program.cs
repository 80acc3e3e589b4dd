using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth;
using Caneth.Logs;
using Caneth.PipelineBench;

// Emits the frames of a log with Import-CanLog, in each format, and beside it the same frames from memory with a cmdlet that
// does nothing else: what the engine itself can emit. Prints frames per second, and the one as a share of the other.
// Usage: dotnet run -c Release --project bench/Caneth.PipelineBench [-- <frames>]
const int Rounds = 10;

var frameCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var folder = Directory.CreateTempSubdirectory("caneth-pipelinebench-").FullName;
var frames = new CanFrame[frameCount];
var start = new Timestamp(1_700_000_000_000_000_000);
for (var index = 0; index < frames.Length; index++)
{
    frames[index] = new CanFrame(0x100u + (uint)(index * 7 % 180), BitConverter.GetBytes(index * 2654435761L))
    {
        Timestamp = start + TimeSpan.FromMicroseconds(125L * index),
        Device = "1",
    };
}

var state = InitialSessionState.CreateDefault2();
state.Commands.Add(new SessionStateCmdletEntry("Emit-Frame", typeof(EmitFrameCommand), null));
state.ImportPSModule(Path.Combine(FindRoot(), "Caneth.psd1"));
using var runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();

try
{
    // In turns, so that whatever else the computer does slows all of them down alike.
    var ways = new Dictionary<string, Func<TimeSpan>> { ["bare emitter"] = () => Run("param($frames) Emit-Frame $frames | Out-Null", frames) };
    foreach (var format in LogFormats.All)
    {
        var path = Write(format);
        ways[format.Name] = () => Run($"param($path) Import-CanLog $path -Format {format} | Out-Null", path);
    }

    ways["Export-CanLog"] = () => Run("param($path, $frames) Emit-Frame $frames | Export-CanLog $path", Path.Combine(folder, "out.log"), frames);
    var best = ways.ToDictionary(way => way.Key, _ => TimeSpan.MaxValue);
    for (var round = 0; round < Rounds; round++)
    {
        foreach (var (name, run) in ways)
        {
            var took = run();
            best[name] = took < best[name] ? took : best[name];
        }
    }

    Console.WriteLine($"{frameCount:N0} frames, best of {Rounds}");
    foreach (var (name, took) in best)
    {
        Console.WriteLine($"{name,-14} {frameCount / took.TotalSeconds,12:N0}/s {best["bare emitter"] / took,6:P0}");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string Write(LogFormat format)
{
    var path = Path.Combine(folder, "drive." + format.Name);
    using var writer = CanLog.Create(path, new() { Format = format });
    writer.Write(frames);
    return path;
}

TimeSpan Run(string script, params object[] arguments)
{
    using var pipeline = PowerShell.Create(runspace).AddScript(script);
    foreach (var argument in arguments)
    {
        pipeline.AddArgument(argument);
    }

    GC.Collect();
    var clock = Stopwatch.StartNew();
    pipeline.Invoke();
    return pipeline.HadErrors ? throw new InvalidOperationException(string.Join(' ', pipeline.Streams.Error)) : clock.Elapsed;
}

static string FindRoot()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Caneth.psd1")))
    {
        folder = folder.Parent ?? throw new InvalidOperationException("No checkout above the benchmark.");
    }

    return folder.FullName;
}
