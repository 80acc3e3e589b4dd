using Caneth.Bridges;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>
/// A bridge between two gateways with 8,000 frames/s in each direction, beside two threads that copy bytes from one socket to the other: how long frames took, and
/// that none is lost.
/// </summary>
internal static class BridgeVerb
{
    private const double Bar = 2;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var seconds = (int)arguments.Number("--seconds", 5L);
        var rounds = (int)arguments.Number("--rounds", 5L);
        List<double[]> relayed = [], bridged = [];
        var (wrong, dropped) = (0L, 0L);
        for (var round = 0; round <= rounds; round++)
        {
            var bare = Relay(seconds);
            var (ours, wrongOfRound, droppedOfRound) = await BridgeAsync(seconds);
            (wrong, dropped) = (wrong + wrongOfRound, dropped + droppedOfRound);

            // The first round warms up.
            if (round > 0)
            {
                relayed.Add(bare);
                bridged.Add(ours);
            }
        }

        var report = new Report();
        foreach (var (name, part) in new[] { ("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999) })
        {
            double Of(List<double[]> all) => Report.Median(all.Select(sorted => Report.Percentile(sorted, part)));
            var (bare, ours) = (Of(relayed), Of(bridged));
            report.Add($"bridge {name}: two threads that copy bytes", bare, "ms");
            report.Add($"bridge {name}: bridge", ours, "ms", ours / bare, "two threads");
            report.Add($"bridge {name}: added", ours - bare, "ms", bar: name == "p99" ? $"< {Bar} ms" : null, met: name == "p99" ? ours - bare < Bar : null);
        }

        report.Add("bridge: lost, twice or out of order", wrong, "frames", bar: "0", met: wrong == 0);
        report.Add("bridge: dropped", dropped, "frames", bar: "0", met: dropped == 0);
        var refused = await IsLoopRefusedAsync();
        report.Add("bridge: a loop of three is refused", refused ? 1 : 0, "", bar: "1", met: refused);
        report.Print(Console.Out);
        return report.AllMet ? 0 : 1;
    }

    private static double[] Relay(int seconds)
    {
        using var gateways = new TwoGateways(seconds);
        using var relay = new BareRelay(gateways.Ports);
        return gateways.Run();
    }

    private static async Task<(double[] Delays, long Wrong, long Dropped)> BridgeAsync(int seconds)
    {
        using var gateways = new TwoGateways(seconds);
        await using var first = await CanSession.ConnectAsync("127.0.0.1", gateways.Ports[0]);
        await using var second = await CanSession.ConnectAsync("127.0.0.1", gateways.Ports[1]);
        await using var bridge = CanBridge.Start(first, second);

        // Not on a thread of the pool, which the bridge needs.
        var delays = await Task.Factory.StartNew(gateways.Run, TaskCreationOptions.LongRunning);
        return (delays, gateways.FramesWrong, bridge.FramesDropped);
    }

    private static async Task<bool> IsLoopRefusedAsync()
    {
        await using var gateway = GatewaySimulator.Start();
        await using var first = await CanSession.ConnectAsync("127.0.0.1", gateway.Port);
        await using var second = await CanSession.ConnectAsync("127.0.0.1", gateway.Port);
        await using var third = await CanSession.ConnectAsync("127.0.0.1", gateway.Port);
        await using var there = CanBridge.Start(first, second);
        await using var on = CanBridge.Start(second, third);
        try
        {
            await using var back = CanBridge.Start(third, first);
            return false;
        }
        catch (InvalidOperationException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return true;
        }
    }
}
