using System.Diagnostics;
using Caneth.Conversion;
using Caneth.Logs;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Writes frames as Parquet, reads them, converts from BLF and back, and decodes them into tables; prints frames per second, bytes a frame and how far
/// the memory of the process went.
/// </summary>
internal static class ParquetVerb
{
    private const int Rounds = 3;

    // Each group is packed for itself, so that it does not matter that all of them hold the same.
    private const int RowsOfAGroup = 1_000_000;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("--frames", 10_000_000L);
        var frames = arguments.Text("--log") is { } log ? Traffic.Make(Read(log), RowsOfAGroup) : Drive.Mixed(RowsOfAGroup);
        using var folder = TemporaryFolder.OnDisk();

        // The module makes the format known.
        using var engine = new PowerShellSession();
        var database = PipelineVerb.Database(frames);
        Write("drive.blf");
        Console.WriteLine($"{count:N0} frames, medians of {Rounds}");
        Console.WriteLine($"{"what",-28} {"frames/s",12} {"cores",6} {"bytes/frame",12} {"peak MB",8}");
        await ShowAsync("frames -> parquet", "drive.parquet", () => Write("drive.parquet"));
        await ShowAsync("parquet -> frames", "drive.parquet", ReadAll);
        await ShowAsync("blf -> parquet", "copy.parquet", () => Convert("drive.blf", "copy.parquet"));
        await ShowAsync("parquet -> blf", "copy.blf", () => Convert("drive.parquet", "copy.blf"));
        await ShowAsync("blf -> tables of signals", "tables", () => engine.Seconds(
            "param($log, $folder, $database) Convert-CanLog $log $folder -DestinationFormat parquet -Database $database -Force",
            folder.Of("drive.blf"), folder.Of("tables") + "/", database));
        return 0;

        async Task ShowAsync(string what, string made, Action run)
        {
            var cores = 0.0;
            var rate = (await Report.InTurnAsync(Rounds, () =>
            {
                var processor = Environment.CpuUsage.TotalTime;
                var clock = Stopwatch.StartNew();
                run();
                var seconds = clock.Elapsed.TotalSeconds;
                cores = (Environment.CpuUsage.TotalTime - processor).TotalSeconds / seconds;
                return Task.FromResult(count / seconds);
            }))[0];
            using var process = Process.GetCurrentProcess();
            var length = File.Exists(folder.Of(made)) ? new FileInfo(folder.Of(made)).Length
                : new DirectoryInfo(folder.Of(made)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Console.WriteLine($"{what,-28} {rate,12:N0} {cores,6:0.00} {length / (double)count,12:0.00} {process.PeakWorkingSet64 / 1e6,8:N0}");
        }

        void Write(string name)
        {
            using var writer = CanLog.Create(folder.Of(name));
            Drive.Write(writer, frames, count);
        }

        void ReadAll()
        {
            using var reader = CanLog.Open(folder.Of("drive.parquet"));
            var room = new CanFrame[2048];
            while (reader.Read(room) > 0)
            {
            }

            if (reader.FramesRead != count)
            {
                throw new InvalidOperationException($"{reader.FramesRead:N0} of {count:N0} frames were read.");
            }
        }

        void Convert(string from, string to) => LogConversion.RunAsync(
            new() { Inputs = [folder.Of(from)], Output = folder.Of(to), Writing = new() { ExistingFile = ExistingFile.Replace } }).GetAwaiter().GetResult();
    }

    private static CanFrame[] Read(string path)
    {
        using var reader = CanLog.Open(path);
        return [.. reader.ReadAll()];
    }
}
