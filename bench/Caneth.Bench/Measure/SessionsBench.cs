using System.Diagnostics;
using System.Globalization;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>What many sessions cost: idle, and with traffic until the machine is full.</summary>
internal static class SessionsBench
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    // What the runtime still does for itself after this many connections falls into one of them, if at all.
    private const int IdleSpans = 3;

    // What connecting costs, the compiler's work most of all, is not what a session costs.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Options options, Report report)
    {
        var one = (Cpu: 0.0, Memory: 0.0);
        foreach (var count in new[] { 1, 10, 100 })
        {
            var (cpu, memory, _, _) = await MeasureAsync(count, framesPerSecond: 0);
            one = count == 1 ? (cpu, memory) : one;
            report.Add($"sessions: {count} idle, processor", cpu * 100, "% of core", bar: count == 100 ? "1 %" : null, met: count == 100 ? cpu < 0.01 : null);
            report.Add($"sessions: {count} idle, memory above one", memory - one.Memory, "MB", bar: count == 100 ? "20 MB" : null,
                met: count == 100 ? memory - one.Memory < 20 : null);
        }

        var most = 0;
        for (var count = 50; count <= 800; count += count < 200 ? 50 : 100)
        {
            var (cpu, _, expected, received) = await MeasureAsync(count, framesPerSecond: 8000);
            var kept = expected >= count * 8000 * Length.TotalSeconds * 0.98;
            report.Add($"sessions: {count} at 8,000 frames/s", cpu * 100, "% of core", received / (double)expected, "of frames sent");
            if (received != expected || !kept)
            {
                break;
            }

            most = count;
        }

        report.Add("sessions at 8,000 frames/s without loss", most, "sessions", bar: "100", met: most >= 100);
    }

    private static async Task<(double Cpu, double Memory, long Expected, long Received)> MeasureAsync(int count, int framesPerSecond)
    {
        var start = Itself.With(LoadServer.Name, framesPerSecond.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var server = Process.Start(start)!;
        var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        using var me = Process.GetCurrentProcess();
        var sessions = new List<CanSession>();
        var readers = new List<Task<long>>();
        for (var index = 0; index < count; index++)
        {
            sessions.Add(await CanSession.ConnectAsync(new SessionOptions
            {
                HostName = "127.0.0.1",
                Port = port,
                Name = $"s{index}",
                BeforeConnecting = session => readers.Add(ReadAsync(session.Subscribe())),
            }));
        }

        await Task.Delay(Settling);
        GC.Collect();
        me.Refresh();
        var (cpu, memory) = (me.TotalProcessorTime, me.WorkingSet64 / 1e6);
        var spans = new List<double>();
        while (spans.Count < (framesPerSecond == 0 ? IdleSpans : 1))
        {
            var clock = Stopwatch.StartNew();
            await Task.Delay(Length);
            me.Refresh();
            spans.Add((me.TotalProcessorTime - cpu) / clock.Elapsed);
            cpu = me.TotalProcessorTime;
        }

        var used = spans.Order().ElementAt(spans.Count / 2);
        server.StandardInput.Close();
        var sent = long.Parse((await server.StandardOutput.ReadToEndAsync()).Trim(), CultureInfo.InvariantCulture);
        await server.WaitForExitAsync();
        while (sessions.Any(session => session.State == CanSessionState.Connected))
        {
            await Task.Delay(10);
        }

        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }

        return (used, memory, sent, (await Task.WhenAll(readers)).Sum());
    }

    private static async Task<long> ReadAsync(FrameSubscription subscription)
    {
        var frames = 0L;
        while (await subscription.WaitToReadAsync())
        {
            frames += subscription.Take().Length;
        }

        return frames;
    }
}
