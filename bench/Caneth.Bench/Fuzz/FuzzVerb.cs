using System.Diagnostics;
using Caneth.Testing.Fuzzing;

namespace Caneth.Bench;

/// <summary>
/// Gives damaged logs, databases and byte streams to all readers and to the wire, and says what none of them may do: throw what is not
/// documented, hang, fill the memory, lose what was there when a file is appended to.
/// </summary>
internal sealed class FuzzVerb
{
    private const long MostMemory = 256_000_000;
    private const int MostFailures = 10;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly int seed;
    private readonly long first;
    private readonly long count;
    private readonly TimeSpan longest;
    private readonly FuzzRun run;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long done;
    private long begun = Stopwatch.GetTimestamp();
    private int failures;

    private FuzzVerb(Arguments arguments)
    {
        count = arguments.Number("--count", long.MaxValue);
        longest = TimeSpan.FromSeconds(arguments.Number("--seconds", count == long.MaxValue ? 60L : int.MaxValue));
        seed = (int)arguments.Number("--seed", (long)Environment.TickCount);
        first = arguments.Number("--first", 0L);
        var only = arguments.Text("--only") ?? "";
        FuzzInput[] corpus = [.. FuzzCorpus.Make(arguments.Text("--corpus")).Where(input => input.Name.StartsWith(only, StringComparison.OrdinalIgnoreCase))];
        run = new(corpus, seed);
        Console.WriteLine($"seed {seed}, {corpus.Length} samples");
    }

    public static Task<int> RunAsync(Arguments arguments) => Task.FromResult(new FuzzVerb(arguments).Run());

    private int Run()
    {
        var worker = new Thread(Work) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref begun)) > Hang)
            {
                Keep($"hangs for more than {Hang.TotalSeconds:0} s");
                return 1;
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{done:N0} inputs in {clock.Elapsed.TotalSeconds:0} s: {run.Frames:N0} frames, {run.Refused:N0} refused as of another format, "
            + $"{run.Appended.Files:N0} files appended to ({run.Appended.Refused:N0} refused), {failures} failures, peak {process.PeakWorkingSet64 / 1e6:0} MB.");
        return failures > 0 || process.PeakWorkingSet64 > MostMemory ? 1 : 0;
    }

    private void Work()
    {
        while (done < count && clock.Elapsed < longest && failures < MostFailures)
        {
            Volatile.Write(ref begun, Stopwatch.GetTimestamp());
            try
            {
                run.Read(first + done);
            }
            catch (Exception wrong)
            {
                failures++;
                Keep(wrong.ToString());
            }

            done++;
        }
    }

    private void Keep(string what)
    {
        var path = Path.Combine(Path.GetTempPath(), $"caneth-fuzz-{seed}-{run.Current}");
        File.WriteAllBytes(path, run.Bytes);
        Console.WriteLine($"Input {run.Current} (--seed {seed} --first {run.Current} --count 1), made of {run.Name}, kept as {path}: {what}");
    }
}
