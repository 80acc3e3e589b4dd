using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>A part of the memory of a control unit.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Size">How many bytes it has.</param>
internal readonly record struct MemoryRange(long Address, long Size)
{
    private const int LongestNumber = 4;

    /// <summary>Reads a range as requests have it: a byte that says how many bytes address and size have, then both.</summary>
    /// <param name="bytes">What begins with it.</param>
    /// <param name="range">The range.</param>
    /// <param name="length">How many bytes say so.</param>
    /// <returns>Why it is none; null where it is one, in the memory or not.</returns>
    public static UdsResponseCode? Read(ReadOnlySpan<byte> bytes, out MemoryRange range, out int length)
    {
        (range, length) = (default, 1);
        if (bytes.IsEmpty)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        var (addressLength, sizeLength) = (bytes[0] & 0xF, bytes[0] >> 4);
        if (addressLength is < 1 or > LongestNumber || sizeLength is < 1 or > LongestNumber)
        {
            return UdsResponseCode.RequestOutOfRange;
        }

        length += addressLength + sizeLength;
        if (bytes.Length < length)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        range = new(Number(bytes.Slice(1, addressLength)), Number(bytes.Slice(1 + addressLength, sizeLength)));
        return null;
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        foreach (var one in bytes)
        {
            number = number << 8 | one;
        }

        return number;
    }
}
