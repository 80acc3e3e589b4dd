using System.Diagnostics;
using System.Globalization;

namespace Caneth.Bench;

/// <summary>
/// Reads data of a simulated control unit with the library, by a bare socket, at the prompt, and with stacks in Python where their checkouts are given; then sends
/// long messages to one that asks for a time between frames.
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
            (string, double?, Func<Task<double>>) Stack(string name, double? bar, ushort identifier) =>
                (name, bar, () => readers.PythonAsync(python!.Executable, folder!, name, identifier));
            await CompareAsync(report, rounds, "2-byte reads", () => readers.LibraryAsync(TwoBytes),
                [("a bare socket", null, () => Task.Run(() => readers.BareSocket(TwoBytes))),
                .. python is null ? [] : new[] { Stack("opendbc", 5, TwoBytes), Stack("udsoncan", null, TwoBytes) }]);
            await CompareAsync(report, rounds, "4,000-byte reads", () => readers.LibraryAsync(FourThousandBytes),
                python is null ? [] : [Stack("udsoncan", 10, FourThousandBytes), Stack("opendbc", null, FourThousandBytes)]);
            Prompt(report, rounds, readers);
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        await SeparationBench.RunAsync(report);
        report.Print(Console.Out);
        return report.AllMet ? 0 : 1;
    }

    /// <summary>The library beside other stacks, each of which it is to be so many times as fast as, where there is a bar.</summary>
    private static async Task CompareAsync(Report report, int rounds, string what, Func<Task<double>> library, (string Name, double? Bar, Func<Task<double>> Read)[] others)
    {
        var medians = await Report.InTurnAsync(rounds, [library, .. others.Select(one => one.Read)]);
        foreach (var ((name, bar, _), median) in others.Zip(medians.Skip(1)))
        {
            report.Add($"{what}: {name}", median, "/s");
            report.Add($"{what}: library", medians[0], "/s", medians[0] / median, name, bar is null ? null : $">= {bar} x", bar is null ? null : medians[0] >= bar * median);
        }

        if (others.Length == 0)
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
