using System.Buffers.Binary;

namespace Caneth.Analysis;

/// <summary>The data of a frame as words of 64 bits, the first byte in the lowest place: bit N of a DBC file is bit N of them.</summary>
internal static class PayloadWords
{
    /// <summary>How many words the longest frame has.</summary>
    public const int Most = CanData.MaxLength / sizeof(ulong);

    /// <summary>How many words there are for data of a length; one at least.</summary>
    /// <param name="length">Bytes.</param>
    public static int Count(int length) => Math.Max(1, (length + sizeof(ulong) - 1) / sizeof(ulong));

    /// <summary>Copies the data of a frame; bits beyond its end are 0.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="words">Room for at least as many words as it has.</param>
    public static void Copy(in CanFrame frame, Span<ulong> words)
    {
        if (frame.Length <= sizeof(ulong))
        {
            words[0] = frame.Inline;
            words[1..].Clear();
            return;
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes.Clear();
        frame.Data.CopyTo(bytes);
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * sizeof(ulong))..]);
        }
    }

    /// <summary>Whether a bit is set.</summary>
    public static bool IsSet(ReadOnlySpan<ulong> words, int bit) => (words[bit >> 6] >> (bit & 63) & 1) != 0;
}
