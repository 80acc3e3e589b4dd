namespace Caneth.LogBench;

/// <summary>
/// A made-up drive: classic frames of 0 to 8 bytes, counters and noise in them, one in eight with an extended id.
/// </summary>
internal static class Drive
{
    private const long Start = 1_700_000_000_000_000_000;
    private const long BetweenFrames = 125_000;

    public static CanFrame[] Make(int count)
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
            frames[index] = new CanFrame(id, data.AsSpan(0, index % 10 == 0 ? 4 : 8), extended ? FrameFlags.Extended : FrameFlags.None)
            {
                Timestamp = new Timestamp(Start + index * BetweenFrames),
                Device = "1",
            };
        }

        return frames;
    }

    public static TimeSpan Duration(CanFrame[] frames) => TimeSpan.FromTicks(frames.Length * BetweenFrames / 100);
}
