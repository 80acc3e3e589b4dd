using System.Diagnostics;
using Caneth.Links.Gateway;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>A request and its reply, one after another, from a peer that answers at once.</summary>
internal static class RoundTripBench
{
    private const int Count = 20_000;
    private const int EngineCount = 5_000;

    public static async Task RunAsync(Options options, Report report)
    {
        List<double[]> bare = [], library = [], engine = [];
        using var shell = new PowerShellSession();
        for (var round = 0; round <= options.Rounds; round++)
        {
            var measured = (Bare(), await LibraryAsync(), InEngine(shell));
            if (round > 0)
            {
                bare.Add(measured.Item1);
                library.Add(measured.Item2);
                engine.Add(measured.Item3);
            }
        }

        foreach (var (name, part, bar) in new[] { ("p50", 0.5, 1.5), ("p99", 0.99, 2.0), ("p99.9", 0.999, double.NaN) })
        {
            double Of(List<double[]> rounds) => Report.Median(rounds.Select(sorted => Report.Percentile(sorted, part)));
            var (socket, ours, piped) = (Of(bare), Of(library), Of(engine));
            report.Add($"round trip {name}: bare socket echo", socket, "us");
            report.Add($"round trip {name}: library", ours, "us", ours / socket, "bare",
                double.IsNaN(bar) ? null : $"{bar:0.0} x bare", double.IsNaN(bar) ? null : ours <= bar * socket);
            report.Add($"round trip {name}: Request-CanFrame", piped, "us", piped / socket, "bare");
        }
    }

    private static double[] Bare()
    {
        using var echo = Peer.Echo();
        using var socket = echo.Connect();
        var buffer = new byte[FrameCodec.FrameSize];
        return Times(Count, () =>
        {
            socket.Send(buffer);
            socket.Receive(buffer);
        });
    }

    private static async Task<double[]> LibraryAsync()
    {
        using var echo = Peer.Echo();
        await using var session = await CanSession.ConnectAsync("127.0.0.1", echo.Port);
        var request = new CanFrame(0x123, [1, 2, 3, 4]);
        var reply = FrameFilter.ForId(0x123);
        var times = new double[Count];
        for (var index = 0; index < Count; index++)
        {
            var clock = Stopwatch.GetTimestamp();
            await session.RequestAsync(request, reply);
            times[index] = Stopwatch.GetElapsedTime(clock).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static double[] InEngine(PowerShellSession shell)
    {
        using var echo = Peer.Echo();
        shell.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]", echo.Port);
        shell.Seconds("""
            $times = [double[]]::new($args[0])
            $frame = New-CanFrame 0x123 '01 02 03 04'
            for ($i = 0; $i -lt $times.Count; $i++) {
                $clock = [Diagnostics.Stopwatch]::GetTimestamp()
                $null = Request-CanFrame -InputObject $frame -ReplyId 0x123
                $times[$i] = [Diagnostics.Stopwatch]::GetElapsedTime($clock).TotalMicroseconds
            }
            $global:times = $times
            """, EngineCount);
        var times = shell.Value<double[]>(", $times");
        shell.Seconds("Disconnect-CanDevice");
        Array.Sort(times);
        return times;
    }

    private static double[] Times(int count, Action trip)
    {
        var times = new double[count];
        for (var index = 0; index < count; index++)
        {
            var clock = Stopwatch.GetTimestamp();
            trip();
            times[index] = Stopwatch.GetElapsedTime(clock).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }
}
