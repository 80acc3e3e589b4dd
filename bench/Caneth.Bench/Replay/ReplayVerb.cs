using System.Diagnostics;
using Caneth.Flow;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>
/// Replays a made-up drive at its original timing through a session to a simulated gateway, and prints how late the frames were: when
/// they were handed to the session, and when the gateway had them, by the same clock.
/// </summary>
internal static class ReplayVerb
{
    private static readonly Timestamp Start = new(1_700_000_000_000_000_000);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var seconds = (int)arguments.Number("--seconds", 60L);
        var frames = AtRandomTimes(seconds, (int)arguments.Number("--rate", 800L));
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await CanSession.ConnectAsync(simulator.HostName, simulator.Port);
        var sender = session.CreateSender();
        for (var index = 0; index < 1000; index++)
        {
            // Compiles the way of a frame before it is measured.
            await session.SendAsync(new CanFrame(0x7FF));
        }

        var replay = new FrameReplay(1);
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var player = new Thread(() => replay.Play(frames, TimeSpan.Zero, (in frame) => sender.PostAsync(frame).GetAwaiter().GetResult(), default));
        player.Start();
        player.Join();
        var share = (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed;
        await sender.FlushAsync();
        Console.WriteLine($"{frames.Length:N0} frames in {seconds} s; {share:P0} of a core with the simulator");
        Print(replay.Lateness, Lateness(frames, (await recording.WaitForAsync(frames.Length + 1000))[1000..]));
        return 0;
    }

    private static CanFrame[] AtRandomTimes(int seconds, int rate)
    {
        var random = new Random(1);
        var times = Enumerable.Range(0, seconds * rate).Select(_ => random.NextDouble() * seconds).Append(0).Append(seconds).Order();
        return [.. times.Select((time, index) => new CanFrame(0x123, BitConverter.GetBytes(index)) { Timestamp = Start + TimeSpan.FromSeconds(time) })];
    }

    // Both clocks count from the first frame: what the earliest took on its way is left aside.
    private static double[] Lateness(CanFrame[] frames, CanFrame[] received)
    {
        var late = received.Select((frame, index) => (frame.Timestamp - received[0].Timestamp - (frames[index].Timestamp - Start)).TotalMilliseconds).ToArray();
        Array.Sort(late);
        return late;
    }

    private static void Print(LatenessHistogram handedOn, double[] arrived)
    {
        Console.WriteLine($"handed on: drift at the end {handedOn.Last.TotalMilliseconds:0.000} ms, 50 % within {HandedOn(0.5)}, "
            + $"99 % within {HandedOn(0.99)}, 99.9 % within {HandedOn(0.999)}, at most {handedOn.Max.TotalMilliseconds:0.0} ms");
        Console.WriteLine($"arrived:   50 % within {Arrived(0.5)}, 99 % within {Arrived(0.99)}, 99.9 % within {Arrived(0.999)}, at most {arrived[^1]:0.0} ms");
        Console.WriteLine();
        Console.WriteLine($"{"late by ms",-12} {"handed on",10} {"arrived",10}");
        double[] steps = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000];
        for (var index = 1; index < steps.Length; index++)
        {
            var (from, to) = (steps[index - 1], steps[index]);
            var came = arrived.Count(late => late < to && (late >= from || from == 0));
            Console.WriteLine($"{$"{from} to {to}",-12} {handedOn.Between(from, to),10:N0} {came,10:N0}");
        }

        string HandedOn(double percentile) => $"{handedOn.Percentile(percentile).TotalMilliseconds:0.0} ms";

        string Arrived(double percentile) => $"{Report.Percentile(arrived, percentile):0.0} ms";
    }
}
