using System.Diagnostics;
using Caneth.Links.Gateway;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>From the socket to whoever reads.</summary>
internal static class ReceiveBench
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Options options, Report report)
    {
        var allocated = 0.0;
        List<Func<Task<double>>> measurements =
        [
            () => Task.FromResult(Bare()),
            () => LibraryAsync(FrameFilter.ForId(0x123), 8, bytes => allocated = Math.Max(allocated, bytes)),
            () => LibraryAsync(new([IdFilter.Range(0x100, 0x1FF)]), 1, bytes => allocated = Math.Max(allocated, bytes)),
        ];
        if (options.PythonCaneth is { } folder)
        {
            measurements.Add(() => PythonClient.MeasureAsync(folder, "receive", Peer.Blaster));
        }

        var medians = await Report.InTurnAsync(options.Rounds, [.. measurements]);
        report.Add("receive: bare Socket.Receive", medians[0], "frames/s");
        foreach (var (what, median) in new[] { ("one id of eight", medians[1]), ("every frame to the reader", medians[2]) })
        {
            report.Add($"receive: library, {what}", median, "frames/s", median / medians[0], "bare", "0.40 x bare", median >= 0.4 * medians[0]);
        }

        report.Add("  allocated, socket to reader", allocated, "bytes/frm", bar: "0", met: allocated < 0.0005);
        if (medians.Length > 3)
        {
            report.Add("receive: Python client to on_frame", medians[3], "frames/s");
            report.Add("  library over Python", medians[2] / medians[3], "times", bar: "100", met: medians[2] >= 100 * medians[3]);
        }
    }

    private static double Bare()
    {
        using var blaster = Peer.Blaster();
        using var socket = blaster.Connect();
        var buffer = new byte[64 * 1024];
        var bytes = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Length)
        {
            bytes += socket.Receive(buffer);
        }

        return bytes / (double)FrameCodec.FrameSize / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Frames that the reader's subscription went through: those taken, and those that its filter left out.</summary>
    private static async Task<double> LibraryAsync(FrameFilter filter, int oneOf, Action<double> allocatedPerFrame)
    {
        using var blaster = Peer.Blaster();
        await using var session = await CanSession.ConnectAsync("127.0.0.1", blaster.Port);
        using var subscription = session.Subscribe(new() { Filter = filter, Lossless = true });
        await FillAsync(subscription);
        await TakeAsync(subscription, TimeSpan.FromMilliseconds(300));
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        var frames = oneOf * await TakeAsync(subscription, Length);
        var elapsed = clock.Elapsed;
        allocatedPerFrame((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)frames);
        return frames / elapsed.TotalSeconds;
    }

    /// <summary>
    /// Lets both of the subscription's buffers grow to their limit, as they do when a reader is late for the first time.
    /// </summary>
    private static async Task FillAsync(FrameSubscription subscription)
    {
        for (var buffer = 0; buffer < 2; buffer++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            subscription.Take();
        }
    }

    private static async Task<long> TakeAsync(FrameSubscription subscription, TimeSpan length)
    {
        var frames = 0L;
        var clock = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(clock) < length && await subscription.WaitToReadAsync())
        {
            frames += subscription.Take().Length;
        }

        return frames;
    }
}
