using Caneth.Logs;

namespace Caneth.Bench;

/// <summary>Made-up drives, of 8,000 frames/s.</summary>
internal static class Drive
{
    private static readonly Timestamp Start = new(1_700_000_000_000_000_000);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMicroseconds(125);

    /// <summary>Frames as most buses carry them: standard ids, eight bytes of noise.</summary>
    public static CanFrame[] Plain(int count) => [.. Enumerable.Range(0, count).Select(index =>
        At(index, new CanFrame(0x100u + (uint)(index * 7 % 180), BitConverter.GetBytes(index * 2654435761L))))];

    /// <summary>Frames of 4 or 8 bytes, counters and noise in them, one in eight with an extended id.</summary>
    public static CanFrame[] Mixed(int count)
    {
        var random = new Random(1);
        var frames = new CanFrame[count];
        for (var index = 0; index < count; index++)
        {
            var data = new byte[8];
            random.NextBytes(data.AsSpan(5));
            data[0] = (byte)index;
            data[1] = (byte)(index >> 8);
            var extended = index % 8 == 0;
            var id = extended ? 0x18FEF100u + (uint)(index % 64) : 0x100u + (uint)(index * 7 % 180);
            frames[index] = At(index, new CanFrame(id, data.AsSpan(0, index % 10 == 0 ? 4 : 8), extended ? FrameFlags.Extended : FrameFlags.None));
        }

        return frames;
    }

    /// <summary>Writes frames again and again, each time later than before, until there are enough.</summary>
    public static void Write(ILogWriter writer, CanFrame[] frames, long count)
    {
        var length = frames[^1].Timestamp - frames[0].Timestamp + BetweenFrames;
        var batch = new CanFrame[512];
        for (var written = 0L; written < count; written += batch.Length)
        {
            for (var index = 0; index < batch.Length; index++)
            {
                var (round, place) = Math.DivRem(written + index, frames.Length);
                batch[index] = frames[place] with { Timestamp = frames[place].Timestamp + length * round };
            }

            writer.Write(batch.AsSpan(0, (int)Math.Min(batch.Length, count - written)));
        }
    }

    private static CanFrame At(int index, CanFrame frame) => frame with { Timestamp = Start + BetweenFrames * index, Device = "1" };
}
