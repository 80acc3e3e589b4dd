namespace Caneth.Bench;

/// <summary>
/// A gateway that has room for one client, shared among five programs at 8,000 frames/s in all: what each of them has missed, and how long frames took. Then the
/// same beside a sixth program, which has stopped.
/// </summary>
internal static class HubVerb
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var seconds = (int)arguments.Number("--seconds", 30L);
        var report = new Report();
        double? alone = null;
        foreach (var hasStopped in new[] { false, true })
        {
            var name = hasStopped ? "hub, one stopped: " : "hub: ";
            await using var shared = await SharedGateway.OpenAsync(seconds);
            if (hasStopped)
            {
                await shared.AddStoppedAsync();
            }

            var share = await shared.RunAsync();
            for (var client = 0; client < Dialect.All.Count; client++)
            {
                var wrong = shared.WrongOf(client);
                report.Add($"{name}missed, own, unordered: {Dialect.All[client].Protocol}", wrong, "frames", bar: "0", met: wrong == 0);
            }

            report.Add($"{name}sent and not on the bus", shared.FramesNotOnBus, "frames", bar: "0", met: shared.FramesNotOnBus == 0);
            var dropped = shared.FramesDropped;
            report.Add($"{name}dropped and counted", dropped, "frames", bar: hasStopped ? "some" : "0", met: dropped > 0 == hasStopped);
            var delays = shared.Delays;
            var p99 = Report.Percentile(delays, 0.99);
            report.Add($"{name}p50", Report.Percentile(delays, 0.5), "ms");
            report.Add($"{name}p99", p99, "ms", p99 / alone, alone is null ? null : "without");
            report.Add($"{name}processor, all of it", share * 100, "% of core");
            alone = p99;
        }

        report.Print(Console.Out);
        return report.AllMet ? 0 : 1;
    }
}
