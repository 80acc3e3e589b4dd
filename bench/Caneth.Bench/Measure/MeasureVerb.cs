namespace Caneth.Bench;

/// <summary>What Caneth costs between the socket and whoever reads, beside what it is held against.</summary>
internal static class MeasureVerb
{
    private static readonly (string Name, Func<Options, Report, Task> RunAsync)[] Measurements =
    [
        ("decode", DecodeBench.RunAsync),
        ("parse", ParseBench.RunAsync),
        ("signals", SignalsBench.RunAsync),
        ("count", CountBench.RunAsync),
        ("receive", ReceiveBench.RunAsync),
        ("engine", EngineBench.RunAsync),
        ("send", SendBench.RunAsync),
        ("roundtrip", RoundTripBench.RunAsync),
        ("handlers", HandlerBench.RunAsync),
        ("sessions", SessionsBench.RunAsync),
        ("stopping", StoppingBench.RunAsync),
        ("import", ImportBench.RunAsync),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var only = arguments.List("--only");
        if (only.FirstOrDefault(name => Measurements.All(measurement => measurement.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no measurement {unknown}, but {string.Join(", ", Measurements.Select(measurement => measurement.Name))}.");
            return 2;
        }

        var options = new Options((int)arguments.Number("--rounds", 5L), arguments.Text("--python-caneth"), arguments.Text("--database"));
        var report = new Report();
        foreach (var (_, runAsync) in Measurements.Where(measurement => only.Length == 0 || only.Contains(measurement.Name)))
        {
            await runAsync(options, report);
        }

        report.Print(Console.Out);
        if (arguments.Text("--json") is { } json)
        {
            await File.WriteAllTextAsync(json, report.ToJson());
        }

        return 0;
    }
}
