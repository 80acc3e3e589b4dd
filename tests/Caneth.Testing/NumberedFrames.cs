using Caneth.Links.Gateway;

namespace Caneth.Testing;

/// <summary>Frames that carry a number, so that each can be told from all others: what is lost, comes twice or in another order is seen.</summary>
public static class NumberedFrames
{
    /// <summary>The frame of a number.</summary>
    public static CanFrame Numbered(int number) => new(0x100, BitConverter.GetBytes(number));

    /// <summary>Frames that count from a number on.</summary>
    public static CanFrame[] Numbered(int first, int count) => [.. Enumerable.Range(first, count).Select(number => Numbered(number))];

    /// <summary>The number of a frame.</summary>
    public static int NumberOf(CanFrame frame) => BitConverter.ToInt32(frame.Data.ToArray());

    /// <summary>The numbers of frames.</summary>
    public static IEnumerable<int> NumbersOf(IEnumerable<CanFrame> frames) => frames.Select(NumberOf);

    /// <summary>Frames that count from a number on, as they are on the wire of a gateway.</summary>
    public static byte[] Bytes(int first, int count) => Encode(Numbered(first, count));

    /// <summary>Frames as they are on the wire of a gateway.</summary>
    public static byte[] Encode(params ReadOnlySpan<CanFrame> frames)
    {
        var bytes = new byte[frames.Length * FrameCodec.FrameSize];
        for (var index = 0; index < frames.Length; index++)
        {
            FrameCodec.Encode(frames[index], bytes.AsSpan(index * FrameCodec.FrameSize));
        }

        return bytes;
    }
}
