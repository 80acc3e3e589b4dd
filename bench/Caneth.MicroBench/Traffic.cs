namespace Caneth.MicroBench;

/// <summary>Frames of all kinds in no order that a processor could guess.</summary>
internal static class Traffic
{
    public static CanFrame[] Mixed(int count)
    {
        var random = new Random(1);
        var frames = new CanFrame[count];
        for (var index = 0; index < count; index++)
        {
            var data = new byte[random.Next(9)];
            random.NextBytes(data);
            frames[index] = random.Next(8) switch
            {
                0 => new CanFrame((uint)random.Next(1 << 29), data, FrameFlags.Extended),
                1 => CanFrame.CreateRemote((uint)random.Next(1 << 11), data.Length),
                2 => new CanFrame(0x123, data),
                _ => new CanFrame((uint)random.Next(1 << 11), data),
            };
        }

        return frames;
    }
}
