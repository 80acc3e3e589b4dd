using System.Diagnostics;
using System.Globalization;

namespace Caneth.Bench;

/// <summary>
/// Reads data of a simulated control unit with the library, at the prompt, and with stacks in Python where their checkouts are given; then sends long messages to
/// one that asks for a time between frames.
/// </summary>
internal static class EcuVerb
{
    private const ushort TwoBytes = 0x0101;
    private const ushort FourThousandBytes = 0x0F0F;
    private const int PromptReads = 1_000;
    private const double PromptBar = 2;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var rounds = (int)arguments.Number("--rounds", 5L);
        var time = TimeSpan.FromSeconds(arguments.Number("--seconds", 1.0));
        var folder = arguments.Text("--checkouts");
        var python = folder is null ? null : PythonCan.Find();
        if (folder is not null && python is null)
        {
            Console.Error.WriteLine("There is no python3 with python-can here, which --checkouts needs.");
            return 2;
        }

        var report = new Report();
        var start = Itself.With(EcuServer.Name);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using (var server = Process.Start(start)!)
        {
            var readers = new EcuReaders(int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture), time);
            Func<string, ushort, Task<double>>? other = python is null ? null : (stack, identifier) => readers.PythonAsync(python.Executable, folder!, stack, identifier);
            await CompareAsync(report, rounds, readers, other, "2-byte reads", TwoBytes, ("opendbc", 5), ("udsoncan", null));
            await CompareAsync(report, rounds, readers, other, "4,000-byte reads", FourThousandBytes, ("udsoncan", 10), ("opendbc", null));
            Prompt(report, rounds, readers);
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        await SeparationBench.RunAsync(report);
        report.Print(Console.Out);
        return report.AllMet ? 0 : 1;
    }

    /// <summary>The library beside other stacks, each of which it is to be so many times as fast as, where there is a bar.</summary>
    private static async Task CompareAsync(Report report, int rounds, EcuReaders readers, Func<string, ushort, Task<double>>? other, string what, ushort identifier,
        params (string Name, double? Bar)[] stacks)
    {
        stacks = other is null ? [] : stacks;
        var others = stacks.Select(stack => (Func<Task<double>>)(() => other!(stack.Name, identifier)));
        var medians = await Report.InTurnAsync(rounds, [() => readers.LibraryAsync(identifier), .. others]);
        foreach (var ((name, bar), median) in stacks.Zip(medians.Skip(1)))
        {
            report.Add($"{what}: {name}", median, "/s");
            report.Add($"{what}: library", medians[0], "/s", medians[0] / median, name, bar is null ? null : $">= {bar} x", bar is null ? null : medians[0] >= bar * median);
        }

        if (stacks.Length == 0)
        {
            report.Add($"{what}: library", medians[0], "/s");
        }
    }

    private static void Prompt(Report report, int rounds, EcuReaders readers)
    {
        var all = Enumerable.Range(0, rounds + 1).Select(_ => readers.Prompt($"{TwoBytes:X4}", PromptReads)).Skip(1).ToList();
        var median = Report.Median(all.Select(sorted => Report.Percentile(sorted, 0.5)));
        report.Add("2-byte reads: Read-CanEcuData p50", median, "ms", bar: $"<= {PromptBar} ms", met: median <= PromptBar);
        report.Add("2-byte reads: Read-CanEcuData p99", Report.Median(all.Select(sorted => Report.Percentile(sorted, 0.99))), "ms");
    }
}
