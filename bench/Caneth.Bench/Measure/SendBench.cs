using System.Diagnostics;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>Frames out: single sends awaited in bulk, and a pipeline.</summary>
internal static class SendBench
{
    private const int Singles = 1_000_000;
    private const int Bulk = 1000;
    private const int Piped = 200_000;

    public static async Task RunAsync(Options options, Report report)
    {
        using var engine = new PowerShellSession();
        engine.Seconds("$global:frames = foreach ($n in 1..$args[0]) { New-CanFrame 0x123 '01 02 03 04' }", Piped);
        var delivered = new long[2];
        List<Func<Task<double>>> measurements = [LibraryAsync, PipelineAsync];
        if (options.PythonCaneth is { } folder)
        {
            measurements.Add(() => PythonClient.MeasureAsync(folder, "send", Peer.Sink));
        }

        var medians = await Report.InTurnAsync(options.Rounds, [.. measurements]);
        report.Add("send: library, single frames awaited in bulk", medians[0], "frames/s", bar: "3,000,000", met: medians[0] >= 3e6 && delivered[0] == Singles);
        report.Add("  delivered of 1,000,000", delivered[0], "frames");
        report.Add("send: pipeline into Send-CanFrame", medians[1], "frames/s", bar: "300,000", met: medians[1] >= 3e5 && delivered[1] == Piped);
        report.Add("  delivered of 200,000", delivered[1], "frames");
        if (medians.Length > 2)
        {
            report.Add("send: Python client", medians[2], "frames/s", medians[0] / medians[2], "(library over it)");
        }

        async Task<double> LibraryAsync()
        {
            using var sink = Peer.Sink();
            var session = await CanSession.ConnectAsync("127.0.0.1", sink.Port);
            var frame = new CanFrame(0x123, [1, 2, 3, 4]);
            var sends = new Task[Bulk];
            var clock = Stopwatch.StartNew();
            for (var sent = 0; sent < Singles; sent += Bulk)
            {
                for (var index = 0; index < Bulk; index++)
                {
                    sends[index] = session.SendAsync(frame).AsTask();
                }

                foreach (var send in sends)
                {
                    await send;
                }
            }

            var rate = Singles / clock.Elapsed.TotalSeconds;
            await session.DisposeAsync();
            delivered[0] = sink.FramesReceived;
            return rate;
        }

        Task<double> PipelineAsync()
        {
            using var sink = Peer.Sink();
            engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]", sink.Port);
            var rate = Piped / engine.Seconds("$frames | Send-CanFrame");
            engine.Seconds("Disconnect-CanDevice");
            delivered[1] = sink.FramesReceived;
            return Task.FromResult(rate);
        }
    }
}
