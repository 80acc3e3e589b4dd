using System.Diagnostics;
using Caneth.Links.Gateway;

namespace Caneth.Bench;

/// <summary>Decoding alone: 64 KiB of frames to structs, validated.</summary>
internal static class DecodeBench
{
    public static async Task RunAsync(Options options, Report report)
    {
        var bytes = Peer.Frames(64 * 1024 / FrameCodec.FrameSize);
        var frames = new CanFrame[512];
        var decoder = new FrameStreamDecoder("bench");
        var allocated = 0L;
        var medians = await Report.InTurnAsync(options.Rounds, () => Task.FromResult(Measure()));
        report.Add("decode 64 KiB of frames, validated", medians[0], "frames/s", bar: "300,000,000", met: medians[0] >= 300e6);
        report.Add("  allocated while decoding", allocated, "bytes", bar: "0", met: allocated == 0);

        double Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var count = 0L;
            var clock = Stopwatch.GetTimestamp();
            for (var pass = 0; pass < 10_000; pass++)
            {
                var start = 0;
                while (decoder.Decode(bytes.AsSpan(start), new Timestamp(pass), frames, out var consumed) is > 0 and var decoded)
                {
                    start += consumed;
                    count += decoded;
                }
            }

            var elapsed = Stopwatch.GetElapsedTime(clock);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return count / elapsed.TotalSeconds;
        }
    }
}
