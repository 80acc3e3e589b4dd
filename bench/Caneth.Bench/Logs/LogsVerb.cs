using System.Diagnostics;
using Caneth.Logs;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Writes and reads a made-up drive in every format, and prints frames per second beside python-can where it is installed. "MB made"
/// is what reading the whole file allocates: it must not grow with the file.
/// </summary>
internal static class LogsVerb
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = (int)arguments.Number("--frames", 5_000_000L);
        var formats = arguments.List("--formats") is { Length: > 0 } names ? names.Select(LogFormats.ByName) : LogFormats.All.Where(format => format.CanWrite);
        var frames = Drive.Mixed(Math.Min(count, 100_000));
        var python = PythonCan.Find();
        using var folder = TemporaryFolder.OnDisk();
        Console.WriteLine($"{count:N0} frames, medians of {Rounds}; {python?.Version ?? "python-can is not installed (python3-can), left out"}");
        Console.WriteLine($"{"format",-10} {"read/s",12} {"write/s",12} {"MB",8} {"MB made",8}   {"python read/s",14} {"python write/s",14}");
        foreach (var format in formats)
        {
            var path = folder.Of("drive." + format.Name);
            var medians = await Report.InTurnAsync(Rounds, () => Rate(() => Write(format, path)), () => Rate(() => Read(format, path)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(format, path);
            var made = (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6;
            var beside = python?.Measure(format.Name, folder.Path);
            Console.Write($"{format.Name,-10} {medians[1],12:N0} {medians[0],12:N0} {new FileInfo(path).Length / 1e6,8:N0} {made,8:N1}   ");
            Console.WriteLine($"{beside?.Read,14:N0} {beside?.Write,14:N0}");
            File.Delete(path);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"Peak of this process: {process.PeakWorkingSet64 / 1e6:N0} MB.");
        return 0;

        Task<double> Rate(Action work)
        {
            var clock = Stopwatch.StartNew();
            work();
            return Task.FromResult(count / clock.Elapsed.TotalSeconds);
        }

        void Write(LogFormat format, string path)
        {
            using var writer = CanLog.Create(path, new LogWriteOptions { Format = format });
            Drive.Write(writer, frames, count);
        }

        void Read(LogFormat format, string path)
        {
            using var reader = CanLog.Open(path, new LogReadOptions { Format = format });
            if (reader.CountToEnd() != count || reader.MalformedCount > 0)
            {
                throw new InvalidOperationException(
                    $"{format}: {reader.FramesRead:N0} of {count:N0} frames came back, {reader.MalformedCount:N0} malformed.");
            }
        }
    }

    /// <summary>Reads a log to its end, and counts its frames.</summary>
    public static long CountToEnd(this ILogReader reader)
    {
        var batch = new CanFrame[512];
        while (reader.Read(batch) > 0)
        {
        }

        return reader.FramesRead;
    }
}
