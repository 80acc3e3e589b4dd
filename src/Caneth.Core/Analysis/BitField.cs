using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Bits that belong together, counted as a DBC file does.</summary>
/// <param name="StartBit">The start bit.</param>
/// <param name="Length">How many bits.</param>
/// <param name="ByteOrder">Which end the start bit names.</param>
/// <param name="IsSigned">Whether they are a number in two's complement.</param>
internal readonly record struct BitField(int StartBit, int Length, ByteOrder ByteOrder, bool IsSigned = false)
{
    private const int BitsOfByte = 8;

    /// <summary>Where the bits lie.</summary>
    public SignalLayout Layout => new(StartBit, Length, ByteOrder);

    /// <summary>Whether they lie within one byte, where a byte order says nothing.</summary>
    public bool IsInByte => ByteOrder == ByteOrder.LittleEndian && StartBit / BitsOfByte == (StartBit + Length - 1) / BitsOfByte;

    /// <summary>The bits, the least significant first.</summary>
    public IReadOnlyList<int> Bits
    {
        get
        {
            var (first, length, isLittle) = (ByteOrder == ByteOrder.LittleEndian ? StartBit : StartBit ^ 7, Length, ByteOrder == ByteOrder.LittleEndian);
            return [.. Enumerable.Range(0, length).Select(place => isLittle ? first + place : (first + length - 1 - place) ^ 7)];
        }
    }

    /// <summary>Bits of one byte.</summary>
    /// <param name="lowest">The lowest bit, 0 in the first byte.</param>
    /// <param name="length">How many.</param>
    public static BitField InByte(int lowest, int length) => new(lowest, length, ByteOrder.LittleEndian);

    /// <summary>Whether a bit is one of them.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public bool Contains(int bit)
    {
        var (first, place) = ByteOrder == ByteOrder.LittleEndian ? (StartBit, bit) : (StartBit ^ 7, bit ^ 7);
        return place >= first && place < first + Length;
    }

    /// <summary>Whether a bit is one of both.</summary>
    /// <param name="other">Other bits.</param>
    public bool Overlaps(BitField other)
    {
        for (var bit = 0; bit < CanData.MaxLength * BitsOfByte; bit++)
        {
            if (Contains(bit) && other.Contains(bit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where they are, in words: <c>bit 12</c>, <c>bits 8-11</c>, <c>16 bits from 23, big-endian</c>.</summary>
    public override string ToString() => Length == 1 ? $"bit {StartBit}"
        : ByteOrder == ByteOrder.BigEndian ? $"{Length} bits from {StartBit}, big-endian"
        : IsInByte ? $"bits {StartBit}-{StartBit + Length - 1}"
        : $"{Length} bits from {StartBit}, little-endian";
}
