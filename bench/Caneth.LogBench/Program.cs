using System.Diagnostics;
using System.Globalization;
using Caneth;
using Caneth.LogBench;
using Caneth.Logs;

// Writes and reads a made-up drive in every format, and prints frames per second beside python-can where it is installed.
// "MB made" is what reading the whole file allocates: it must not grow with the file.
// Usage: dotnet run -c Release --project bench/Caneth.LogBench [-- <frames> [<format> ...]]
var frameCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5_000_000;
var formats = args.Length > 1 ? args[1..].Select(LogFormats.ByName) : LogFormats.All;
var folder = Directory.CreateTempSubdirectory("caneth-logbench-").FullName;
var frames = Drive.Make(Math.Min(frameCount, 100_000));
var python = PythonCan.Find();

Console.WriteLine($"{frameCount:N0} frames, best of 3; {python?.Version ?? "python-can is not installed (python3-can), left out"}");
Console.WriteLine($"{"format",-10} {"read/s",12} {"write/s",12} {"MB",8} {"MB made",8}   {"python read/s",14} {"python write/s",14}");
try
{
    foreach (var format in formats)
    {
        var path = Path.Combine(folder, "drive." + format.Name);
        Write(format, path); // Compiles the hot path before it is measured.
        Read(format, path);
        var write = Best(() => Write(format, path));
        var read = Best(() => Read(format, path));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(format, path);
        var made = (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6;
        var beside = python?.Measure(format.Name, folder);
        var length = new FileInfo(path).Length / 1e6;
        Console.Write($"{format.Name,-10} {read,12:N0} {write,12:N0} {length,8:N0} {made,8:N1}   ");
        Console.WriteLine($"{beside?.Read,14:N0} {beside?.Write,14:N0}");
        File.Delete(path);
    }

    using var process = Process.GetCurrentProcess();
    Console.WriteLine($"Peak of this process: {process.PeakWorkingSet64 / 1e6:N0} MB.");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

double Best(Action work)
{
    var best = TimeSpan.MaxValue;
    for (var round = 0; round < 3; round++)
    {
        var clock = Stopwatch.StartNew();
        work();
        best = clock.Elapsed < best ? clock.Elapsed : best;
    }

    return frameCount / best.TotalSeconds;
}

void Write(LogFormat format, string path)
{
    using var writer = CanLog.Create(path, new LogWriteOptions { Format = format });
    var length = Drive.Duration(frames);
    var batch = new CanFrame[512];
    for (var written = 0; written < frameCount; written += batch.Length)
    {
        for (var index = 0; index < batch.Length; index++)
        {
            var place = written + index;
            var frame = frames[place % frames.Length];
            batch[index] = frame with { Timestamp = frame.Timestamp + length * (place / frames.Length) };
        }

        writer.Write(batch.AsSpan(0, Math.Min(batch.Length, frameCount - written)));
    }
}

void Read(LogFormat format, string path)
{
    using var reader = CanLog.Open(path, new LogReadOptions { Format = format });
    var batch = new CanFrame[512];
    var count = 0;
    while (reader.Read(batch) is var read and > 0)
    {
        count += read;
    }

    if (count != frameCount || reader.MalformedCount > 0)
    {
        throw new InvalidOperationException($"{format}: {count:N0} of {frameCount:N0} frames came back, {reader.MalformedCount:N0} malformed.");
    }
}
