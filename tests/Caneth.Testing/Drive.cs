namespace Caneth.Testing;

/// <summary>A made-up drive, which every log format carries without loss.</summary>
public static class Drive
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    // Tenths of milliseconds are kept by every format.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1.1);

    /// <summary>Classic frames of 200 ids from 0x100 on, with their number and noise in them, a bit more than a millisecond after each other.</summary>
    public static CanFrame[] Make(int count)
    {
        var frames = new CanFrame[count];
        for (var index = 0; index < frames.Length; index++)
        {
            var noise = (long)(uint)(index * 2654435761L) << 32;
            frames[index] = new CanFrame(0x100u + (uint)index % 200, BitConverter.GetBytes(noise | (uint)index))
            {
                Timestamp = Start + Step * index,
                Device = "1",
            };
        }

        return frames;
    }
}
