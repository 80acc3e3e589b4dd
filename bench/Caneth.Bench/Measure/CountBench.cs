using System.Diagnostics;
using Caneth.Statistics;

namespace Caneth.Bench;

/// <summary>Counting frames by id, on one thread: 300 ids of which every byte changes, as a busy bus has them.</summary>
internal static class CountBench
{
    private const int IdCount = 300;
    private const int FrameCount = 4_096;
    private const int Passes = 1_000;

    public static async Task RunAsync(Options options, Report report)
    {
        var random = new Random(1);
        var data = new byte[8];
        var frames = new CanFrame[FrameCount];
        for (var index = 0; index < FrameCount; index++)
        {
            random.NextBytes(data);
            frames[index] = new CanFrame(0x100u + (uint)random.Next(IdCount), data) { Device = "bench" };
        }

        var medians = await Report.InTurnAsync(options.Rounds,
            () => Task.FromResult(Rate(new(), frames)),
            () => Task.FromResult(Rate(new() { Gap = 3 }, frames)),
            () => Task.FromResult(Rate(new() { Gap = 3, BitRate = 500_000 }, frames)));
        report.Add("count frames by id", medians[0], "frames/s");
        report.Add("  with gaps", medians[1], "frames/s");
        report.Add("  with gaps and exact load", medians[2], "frames/s");
    }

    private static double Rate(FrameTableOptions options, CanFrame[] frames)
    {
        var table = new FrameTable(options);
        var time = 0L;
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < Passes; pass++)
        {
            // A batch is what one read of a socket brings, so it has one time.
            foreach (var batch in Enumerable.Range(0, FrameCount / 512))
            {
                var span = frames.AsSpan(batch * 512, 512);
                var now = new Timestamp(time += 1_000_000);
                foreach (ref var frame in span)
                {
                    frame = frame with { Timestamp = now };
                }

                table.Add(span);
            }
        }

        return Passes * FrameCount / clock.Elapsed.TotalSeconds;
    }
}
