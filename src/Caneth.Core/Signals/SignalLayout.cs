using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Caneth.Signals;

/// <summary>Where the bits of a signal lie, worked out once so that reading them is a shift and a mask.</summary>
internal readonly struct SignalLayout
{
    /// <summary>The most bits that an integer or a float has; what is longer is bytes.</summary>
    public const int MaxNumberLength = 64;

    private readonly int firstBit;

    public SignalLayout(int startBit, int length, ByteOrder byteOrder)
    {
        StartBit = startBit;
        Length = length;
        ByteOrder = byteOrder;

        // The bits of a big-endian signal follow each other when each byte is counted from its most significant bit.
        firstBit = byteOrder == ByteOrder.LittleEndian ? startBit : startBit ^ 7;
        var end = (long)firstBit + length;
        BytesNeeded = (int)Math.Min((end + 7) / 8, int.MaxValue);
        Mask = MaskOf(length);
        FitsWord = end <= MaxNumberLength && length > 0;
        WordShift = FitsWord ? (byte)(byteOrder == ByteOrder.LittleEndian ? firstBit : MaxNumberLength - end) : (byte)0;
    }

    public int StartBit { get; }

    public int Length { get; }

    public ByteOrder ByteOrder { get; }

    /// <summary>How many bytes of data there must be for the whole signal to be in them.</summary>
    public int BytesNeeded { get; }

    /// <summary>Whether the signal lies within the first 8 bytes.</summary>
    public bool FitsWord { get; }

    /// <summary>Where it does: how far the word in the signal's byte order has to be shifted.</summary>
    public byte WordShift { get; }

    /// <summary>As many ones as there are bits, up to 64.</summary>
    public ulong Mask { get; }

    /// <summary>As many ones as a signal has bits, up to 64.</summary>
    public static ulong MaskOf(int length) => length >= MaxNumberLength ? ulong.MaxValue : (1UL << length) - 1;

    /// <summary>The bits of a signal of at most 64, the least significant in the lowest place.</summary>
    /// <param name="payload">Data of at least <see cref="BytesNeeded"/> bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(in Payload payload)
    {
        if (!FitsWord)
        {
            return ReadAnywhere(payload.Bytes);
        }

        var word = ByteOrder == ByteOrder.LittleEndian ? payload.Word : BinaryPrimitives.ReverseEndianness(payload.Word);
        return (word >> WordShift) & Mask;
    }

    /// <summary>Writes the bits of a signal of at most 64 and leaves the others as they are.</summary>
    /// <param name="bits">The bits; those beyond the length are left out.</param>
    /// <param name="data">At least <see cref="BytesNeeded"/> bytes.</param>
    public void Write(ulong bits, Span<byte> data)
    {
        if (data.Length >= sizeof(ulong))
        {
            WriteWord(bits & Mask, data);
            return;
        }

        var (place, step) = ByteOrder == ByteOrder.LittleEndian ? (firstBit, 1) : (firstBit + Length - 1, -1);
        for (var left = Length; left > 0; left--, place += step, bits >>= 1)
        {
            var bit = (byte)(1 << (ByteOrder == ByteOrder.LittleEndian ? place & 7 : ~place & 7));
            ref var target = ref data[place >> 3];
            target = (bits & 1) != 0 ? (byte)(target | bit) : (byte)(target & ~bit);
        }
    }

    /// <summary>The bytes of a signal of more than 64 bits, in the order in which they lie in the frame.</summary>
    /// <param name="payload">Data of at least <see cref="BytesNeeded"/> bytes.</param>
    /// <returns>One byte for every eight bits; the last one holds what is left over.</returns>
    public byte[] ReadBytes(in Payload payload)
    {
        var bytes = new byte[(Length + 7) / 8];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)PartOf(index).Read(payload);
        }

        return bytes;
    }

    /// <summary>Writes the bytes of a signal of more than 64 bits, as <see cref="ReadBytes"/> reads them.</summary>
    /// <param name="bytes">One byte for every eight bits.</param>
    /// <param name="data">At least <see cref="BytesNeeded"/> bytes.</param>
    public void WriteBytes(ReadOnlySpan<byte> bytes, Span<byte> data)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            PartOf(index).Write(bytes[index], data);
        }
    }

    /// <summary>Data in which the bits of the signal are ones, and all others zeros.</summary>
    /// <param name="length">How many bytes of it.</param>
    public byte[] Covers(int length)
    {
        var data = new byte[length];
        for (var index = 0; index < (Length + 7) / 8; index++)
        {
            PartOf(index).Write(byte.MaxValue, data);
        }

        return data;
    }

    /// <summary>Writes the bits into the 8 bytes that have the first of them, and those that are left over into the next.</summary>
    private void WriteWord(ulong bits, Span<byte> data)
    {
        var start = Math.Min(firstBit >> 3, data.Length - sizeof(ulong));
        var within = firstBit - 8 * start;
        var over = Math.Max(within + Length - MaxNumberLength, 0);
        var target = data[start..];
        if (ByteOrder == ByteOrder.LittleEndian)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target, BinaryPrimitives.ReadUInt64LittleEndian(target) & ~(Mask << within) | bits << within);
            if (over > 0)
            {
                target[sizeof(ulong)] = (byte)(target[sizeof(ulong)] & 0xFF << over | (int)(bits >> (MaxNumberLength - within)));
            }

            return;
        }

        var free = Math.Max(MaxNumberLength - within - Length, 0);
        BinaryPrimitives.WriteUInt64BigEndian(target, BinaryPrimitives.ReadUInt64BigEndian(target) & ~(Mask >> over << free) | bits >> over << free);
        if (over > 0)
        {
            target[sizeof(ulong)] = (byte)(target[sizeof(ulong)] & 0xFF >> over | (int)(bits << (8 - over)));
        }
    }

    private SignalLayout PartOf(int index)
    {
        var start = firstBit + 8 * index;
        return new(ByteOrder == ByteOrder.LittleEndian ? start : start ^ 7, Math.Min(8, Length - 8 * index), ByteOrder);
    }

    /// <summary>Reads the bits from the 8 bytes that have the first of them, and those that are left over from the next.</summary>
    private ulong ReadAnywhere(ReadOnlySpan<byte> data)
    {
        if (Length == 0)
        {
            return 0;
        }

        // There are more than 8 bytes: what lies within the first 8 is not read here.
        var start = Math.Min(firstBit >> 3, data.Length - sizeof(ulong));
        var within = firstBit - 8 * start;
        var over = within + Length - MaxNumberLength;
        var source = data[start..];
        if (ByteOrder == ByteOrder.LittleEndian)
        {
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(source) >> within;
            return (over <= 0 ? bits : bits | (ulong)source[sizeof(ulong)] << (MaxNumberLength - within)) & Mask;
        }

        var word = BinaryPrimitives.ReadUInt64BigEndian(source);
        return (over <= 0 ? word >> -over : word << over | (uint)source[sizeof(ulong)] >> (8 - over)) & Mask;
    }
}
