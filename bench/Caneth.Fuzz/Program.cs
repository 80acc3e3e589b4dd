using System.Diagnostics;
using System.Globalization;
using Caneth.Testing.Fuzzing;

// Gives damaged logs and byte streams to all readers and to the wire, and says what none of them may do: throw what is not
// documented, hang, fill the memory, lose what was there when a file is appended to.
// Usage: dotnet run -c Release --project bench/Caneth.Fuzz [-- --count <inputs> --seconds <time> --seed <number> --first <input> --corpus <folder>]
const long MostMemory = 256_000_000;
var hang = TimeSpan.FromSeconds(30);
var count = Number("--count", long.MaxValue);
var seconds = Number("--seconds", count == long.MaxValue ? 60 : int.MaxValue);
var seed = (int)Number("--seed", Environment.TickCount);
var first = Number("--first", 0);
var corpus = FuzzCorpus.Make(Text("--corpus"));
var run = new FuzzRun(corpus, seed);
Console.WriteLine($"seed {seed}, {corpus.Length} samples");

long done = 0;
var clock = Stopwatch.StartNew();
var begun = Stopwatch.GetTimestamp();
var failure = 0;
var worker = new Thread(Work) { IsBackground = true };
worker.Start();
while (!worker.Join(TimeSpan.FromSeconds(1)))
{
    if (Stopwatch.GetElapsedTime(Volatile.Read(ref begun)) > hang)
    {
        Keep($"hangs for more than {hang.TotalSeconds:0} s");
        return 1;
    }
}

using var process = Process.GetCurrentProcess();
Console.WriteLine($"{done:N0} inputs in {clock.Elapsed.TotalSeconds:0} s: {run.Frames:N0} frames, {run.Refused:N0} refused as of another format, "
    + $"{run.Appended.Files:N0} files appended to ({run.Appended.Refused:N0} refused), {failure} failures, peak {process.PeakWorkingSet64 / 1e6:0} MB.");
return failure > 0 || process.PeakWorkingSet64 > MostMemory ? 1 : 0;

void Work()
{
    const int MostFailures = 10;
    while (done < count && clock.Elapsed.TotalSeconds < seconds && failure < MostFailures)
    {
        Volatile.Write(ref begun, Stopwatch.GetTimestamp());
        try
        {
            run.Read(first + done);
        }
        catch (Exception wrong)
        {
            failure++;
            Keep(wrong.ToString());
        }

        done++;
    }
}

void Keep(string what)
{
    var path = Path.Combine(Path.GetTempPath(), $"caneth-fuzz-{seed}-{run.Current}");
    File.WriteAllBytes(path, run.Bytes);
    Console.WriteLine($"Input {run.Current} (--seed {seed} --first {run.Current} --count 1), made of {run.Name}, kept as {path}: {what}");
}

string? Text(string name) => Array.IndexOf(args, name) is var place && place >= 0 && place + 1 < args.Length ? args[place + 1] : null;

long Number(string name, long otherwise) => Text(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
