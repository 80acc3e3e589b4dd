namespace Caneth.Testing;

/// <summary>Random frames of every kind: what a bus, a log or a script can come up with.</summary>
public static class AnyFrame
{
    private static readonly int[] FdLengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];

    /// <summary>Frames of every kind, in the order of their times.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same frames for the same number.</param>
    public static CanFrame[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var time = Timestamp.Parse("2026-01-31T13:45:00Z");
        var frames = new CanFrame[count];
        for (var index = 0; index < count; index++)
        {
            time = time.AddMicroseconds(random.Next(1, 5000));
            frames[index] = One(random) with { Timestamp = time, Device = random.Next(3) == 0 ? "can1" : "can0" };
        }

        return frames;
    }

    /// <summary>Frames that the gateway's wire carries, in the order of their times.</summary>
    /// <param name="count">How many.</param>
    public static CanFrame[] MakeClassic(int count) => [.. Make(count * 5).Where(IsClassic).Take(count)];

    /// <summary>Whether a frame is one that every format and every bus knows.</summary>
    public static bool IsClassic(CanFrame frame) => !frame.Fd && !frame.Error && !frame.Transmitted && frame.Dlc <= 8;

    private static CanFrame One(Random random)
    {
        var extended = random.Next(2) == 0;
        var id = (uint)random.NextInt64(extended ? CanId.MaxExtended + 1 : CanId.MaxStandard + 1);
        var flags = (extended ? FrameFlags.Extended : 0) | (random.Next(4) == 0 ? FrameFlags.Transmitted : 0);
        return random.Next(6) switch
        {
            0 => new(id, default, random.Next(9), flags | FrameFlags.Remote),
            1 => new(id, Bytes(random, 8), flags | FrameFlags.Error),
            2 => new(id, new CanData(Bytes(random, 8)), random.Next(9, 16), flags),
            3 => new(id, Bytes(random, FdLengths[random.Next(16)]), flags | FrameFlags.Fd
                | (random.Next(2) == 0 ? FrameFlags.BitRateSwitch : 0) | (random.Next(2) == 0 ? FrameFlags.ErrorState : 0)),
            _ => new(id, Bytes(random, random.Next(9)), flags),
        };
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
