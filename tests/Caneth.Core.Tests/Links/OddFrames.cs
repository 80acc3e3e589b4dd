namespace Caneth.Tests.Links;

/// <summary>Streams of good frames with odd ones among them, each 13 bytes.</summary>
internal sealed class OddFrames(int seed)
{
    private readonly Random random = new(seed);

    public static string[] Names => ["LongDlc", "ReservedBits", "IdBeyondLimit", "Random"];

    public static byte[] ReservedBits => [0x24, 0, 0, 1, 0x23, 1, 2, 3, 4, 0, 0, 0, 0];

    public static byte[] LongDlc => [0x0C, 0, 0, 1, 0x23, 1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>One odd frame before a number of good ones, again and again.</summary>
    public MixedStream Mix(string odd, int good, int frames)
    {
        var bytes = new List<byte>();
        var goodFrames = new List<CanFrame>();
        var kinds = new List<bool>();
        for (var unit = 0; unit < frames; unit++)
        {
            var isGood = unit % (good + 1) != 0;
            kinds.Add(isGood);
            if (isGood)
            {
                goodFrames.Add(Good());
                bytes.AddRange(Encode([goodFrames[^1]]));
            }
            else
            {
                bytes.AddRange(Odd(odd));
            }
        }

        return new([.. bytes], goodFrames, kinds);
    }

    /// <summary>A frame as a bus carries them: standard and extended, short and long.</summary>
    private CanFrame Good()
    {
        var data = new byte[random.Next(9)];
        random.NextBytes(data);
        return random.Next(4) == 0
            ? new CanFrame((uint)random.Next(1 << 29), data, FrameFlags.Extended)
            : new CanFrame((uint)random.Next(0x800), data);
    }

    private byte[] Odd(string kind)
    {
        var bytes = Encode([Good()]);
        switch (kind)
        {
            case "LongDlc":
                bytes[0] = (byte)(bytes[0] & 0x80 | random.Next(9, 16));
                break;
            case "ReservedBits":
                bytes[0] |= (byte)(random.Next(1, 4) << 4);
                break;
            case "IdBeyondLimit":
                bytes[1] |= 0xE0;
                break;
            default:
                random.NextBytes(bytes);
                bytes[0] |= 0x10;
                break;
        }

        return bytes;
    }

    /// <param name="Bytes">The stream.</param>
    /// <param name="Good">The good frames in it.</param>
    /// <param name="IsGood">Which of its units are good.</param>
    internal sealed record MixedStream(byte[] Bytes, List<CanFrame> Good, List<bool> IsGood)
    {
        public int Odd => IsGood.Count - Good.Count;

        public int GoodBefore(int unit) => IsGood.Take(unit).Count(good => good);
    }
}
