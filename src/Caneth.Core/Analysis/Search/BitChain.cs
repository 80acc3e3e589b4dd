using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>The bits of a frame in the order in which a number of a byte order has them, the least significant first.</summary>
/// <param name="order">The byte order.</param>
/// <param name="bits">How many bits the frame has, whole bytes.</param>
internal readonly struct BitChain(ByteOrder order, int bits)
{
    private const int BitsOfByte = 8;

    /// <summary>How many bits there are.</summary>
    public int Length => bits;

    /// <summary>The bit at a place, counted as a DBC file does.</summary>
    /// <param name="place">The place, from 0.</param>
    public int this[int place] => order == ByteOrder.LittleEndian ? place
        : (bits / BitsOfByte - 1 - place / BitsOfByte) * BitsOfByte + place % BitsOfByte;

    /// <summary>The place of a bit.</summary>
    /// <param name="bit">The bit, counted as a DBC file does.</param>
    public int PlaceOf(int bit) => this[bit];

    /// <summary>The bits between two places.</summary>
    /// <param name="lowest">The place of the least significant bit.</param>
    /// <param name="highest">The place of the most significant bit.</param>
    /// <param name="isSigned">Whether they are a number in two's complement.</param>
    public BitField Field(int lowest, int highest, bool isSigned) => order == ByteOrder.LittleEndian || this[lowest] / BitsOfByte == this[highest] / BitsOfByte
        ? new(this[lowest], highest - lowest + 1, ByteOrder.LittleEndian, isSigned)
        : new(this[highest], highest - lowest + 1, order, isSigned);
}
