using System.Diagnostics;
using Caneth.Conversion;
using Caneth.Logs;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Converts a log from BLF to candump and back, and two logs merged into one, and prints frames per second beside python-can's
/// <c>can_logconvert</c>. "MB made" is what all threads allocate together: it must not grow with the file.
/// </summary>
internal static class ConvertVerb
{
    private const int Rounds = 3;

    private static readonly (string[] From, string To)[] Conversions =
        [(["drive.blf"], "copy.log"), (["drive.log"], "copy.blf"), (["even.blf", "odd.blf"], "merged.log")];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("--frames", 10_000_000L);
        var pythonCount = arguments.Number("--python-frames", 200_000L);
        var frames = arguments.Text("--log") is { } log ? Read(log) : Drive.Mixed(100_000);
        var python = PythonCan.Find();
        // In memory: what is compared is the conversion, and a disk that writes 150 MB/s would be the slowest part of it.
        using var folder = new TemporaryFolder();
        Write("drive.blf", frames, count);
        Write("drive.log", frames, count);
        Write("even.blf", [.. frames.Where((_, index) => index % 2 == 0)], count / 2);
        Write("odd.blf", [.. frames.Where((_, index) => index % 2 == 1)], count / 2);
        Console.WriteLine($"{count:N0} frames, medians of {Rounds}; "
            + (python is null ? "python-can is not installed (python3-can), left out" : $"{python.Version} with {pythonCount:N0} frames"));
        Console.WriteLine($"{"conversion",-34} {"frames/s",12} {"cores",6} {"MB",6} {"MB made",8}   {"python frames/s",15} {"times",6}");
        foreach (var (from, to) in Conversions)
        {
            string[] inputs = [.. from.Select(name => folder.Of(name))];
            var cores = 0.0;
            var made = 0L;
            var rate = (await Report.InTurnAsync(Rounds, MeasureAsync))[0];
            var beside = BesideOf(from, to);
            Console.Write($"{$"{string.Join(" + ", from)} -> {to}",-34} {rate,12:N0} {cores,6:0.00} {new FileInfo(folder.Of(to)).Length / 1e6,6:N0} {made / 1e6,8:N1}   ");
            Console.WriteLine($"{beside,15:N0} {rate / beside,6:0.0}");
            File.Delete(folder.Of(to));

            async Task<double> MeasureAsync()
            {
                var before = GC.GetTotalAllocatedBytes();
                var processor = Environment.CpuUsage.TotalTime;
                var clock = Stopwatch.StartNew();
                var conversion = await LogConversion.RunAsync(new() { Inputs = inputs, Output = folder.Of(to), Merge = from.Length > 1 });
                var seconds = clock.Elapsed.TotalSeconds;
                cores = (Environment.CpuUsage.TotalTime - processor).TotalSeconds / seconds;
                made = GC.GetTotalAllocatedBytes() - before;
                return conversion.FramesWritten == count ? count / seconds
                    : throw new InvalidOperationException($"{to}: {conversion.FramesWritten:N0} of {count:N0} frames were written.");
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"Peak of this process: {process.PeakWorkingSet64 / 1e6:N0} MB.");
        return 0;

        void Write(string name, CanFrame[] some, long most)
        {
            using var writer = CanLog.Create(folder.Of(name));
            Drive.Write(writer, some, most);
        }

        double? BesideOf(string[] from, string to)
        {
            if (python is null || from is not [var one])
            {
                return null;
            }

            var (input, output) = ("python-" + one, "python-" + to);
            Write(input, frames, pythonCount);
            return pythonCount / python.Convert(folder.Of(input), folder.Of(output));
        }
    }

    private static CanFrame[] Read(string path)
    {
        using var reader = CanLog.Open(path);
        return [.. reader.ReadAll()];
    }
}
