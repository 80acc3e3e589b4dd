using System.Diagnostics;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>From the socket to the actions of handlers.</summary>
internal static class HandlerBench
{
    private const int Burst = 20_000;
    private const int Paced = 2_000;

    public static async Task RunAsync(Options options, Report report)
    {
        var medians = await Report.InTurnAsync(options.Rounds, () => Task.FromResult(BurstRate("")), () => Task.FromResult(BurstRate("-Background")));
        report.Add("handlers: burst of 20,000, default", medians[0], "frames/s", bar: "20,000", met: medians[0] >= 20_000);
        report.Add("handlers: burst of 20,000, -Background", medians[1], "frames/s", bar: "50,000", met: medians[1] >= 50_000);
        foreach (var (where, script) in new[] { ("idle prompt", ""), ("during Wait-CanFrame", "Wait-CanFrame 0x7FF -Timeout 30") })
        {
            var times = Latencies(script);
            report.Add($"handlers: 1,000 frames/s, {where}, p50", Report.Percentile(times, 0.5), "ms");
            report.Add($"handlers: 1,000 frames/s, {where}, p99", Report.Percentile(times, 0.99), "ms", bar: "50", met: Report.Percentile(times, 0.99) < 50);
        }
    }

    private static double BurstRate(string how)
    {
        using var engine = new PowerShellSession();
        var simulator = GatewaySimulator.Start(new() { ClientBuffer = Burst });
        using var all = new CountdownEvent(Burst);
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]; $global:count = $args[1]", simulator.Port, all);
        engine.Seconds($"$null = Register-CanHandler 0x123 {{ $null = ({(how.Length > 0 ? "$using:count" : "$count")}).Signal() }} {how}");
        var frames = Enumerable.Repeat(new CanFrame(0x123, [1, 2, 3, 4]), Burst).ToArray();
        var clock = Stopwatch.StartNew();
        simulator.Send(frames);
        if (!all.Wait(TimeSpan.FromSeconds(30)))
        {
            throw new InvalidOperationException($"{all.CurrentCount} of {Burst} frames did not reach the handler.");
        }

        var rate = Burst / clock.Elapsed.TotalSeconds;
        engine.Dispose();
        simulator.DisposeAsync().AsTask().Wait();
        return rate;
    }

    /// <summary>Milliseconds from when a frame was handed to the simulator's socket until the action ran.</summary>
    private static double[] Latencies(string waiting)
    {
        using var engine = new PowerShellSession();
        var simulator = GatewaySimulator.Start();
        var sent = new long[Paced];
        var times = new List<double>();
        using var done = new ManualResetEventSlim();
        Action<int> ran = index =>
        {
            times.Add(Stopwatch.GetElapsedTime(sent[index]).TotalMilliseconds);
            if (times.Count == Paced)
            {
                done.Set();
            }
        };
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]; $global:ran = $args[1]", simulator.Port, ran);
        engine.Seconds("$null = Register-CanHandler 0x123 { $ran.Invoke($_.Data[0] * 256 + $_.Data[1]) }");
        var sender = new Thread(() =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var index = 0; index < Paced; index++)
            {
                while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < index)
                {
                    Thread.Sleep(0);
                }

                sent[index] = Stopwatch.GetTimestamp();
                simulator.Send(new CanFrame(0x123, [(byte)(index >> 8), (byte)index]));
            }

            done.Wait(TimeSpan.FromSeconds(20));
            simulator.Send(new CanFrame(0x7FF));
        });
        sender.Start();
        if (waiting.Length > 0)
        {
            engine.Seconds(waiting);
        }

        sender.Join();
        engine.Dispose();
        simulator.DisposeAsync().AsTask().Wait();
        var sorted = times.ToArray();
        Array.Sort(sorted);
        return sorted.Length == Paced ? sorted : throw new InvalidOperationException($"{sorted.Length} of {Paced} frames reached the handler.");
    }
}
