using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>Where a number lies in a record, and what is made of it; where it lies nowhere, it is always the same.</summary>
internal readonly struct MdfField
{
    private const int MostBits = 64;

    private readonly int offset;
    private readonly int shift;
    private readonly ulong mask;
    private readonly bool isBigEndian;
    private readonly int invalidOffset;
    private readonly byte invalidMask;
    private readonly ulong factor;
    private readonly ulong summand;

    private MdfField(MdfChannel channel, int dataLength)
    {
        IsPresent = true;
        var bytes = ((int)channel.BitCount + channel.BitOffset + MdfLayout.BitsPerByte - 1) / MdfLayout.BitsPerByte;
        offset = (int)channel.ByteOffset;
        isBigEndian = channel.DataType is MdfLayout.UnsignedBig or MdfLayout.SignedBig or MdfLayout.FloatBig;
        shift = channel.BitOffset + (isBigEndian ? MostBits - bytes * MdfLayout.BitsPerByte : 0);
        mask = channel.BitCount == 0 ? 0 : ulong.MaxValue >> (MostBits - (int)channel.BitCount);
        invalidOffset = dataLength + (int)(channel.InvalidBit / MdfLayout.BitsPerByte);
        invalidMask = (channel.Flags & MdfLayout.HasInvalidBit) != 0 ? (byte)(1 << (int)(channel.InvalidBit % MdfLayout.BitsPerByte)) : (byte)0;
        (summand, factor) = ((ulong)(long)channel.Summand, (ulong)(long)channel.Factor);
    }

    private MdfField(ulong value) => (IsPresent, summand) = (true, value);

    /// <summary>Whether the group says it.</summary>
    public bool IsPresent { get; }

    /// <summary>Makes a field of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="dataLength">How long the data of a record is, in bytes.</param>
    /// <param name="invalidLength">How many bytes follow it that say what is invalid.</param>
    /// <param name="field">The field.</param>
    /// <returns>Whether it is a number that lies in the record.</returns>
    public static bool TryMake(MdfChannel channel, int dataLength, int invalidLength, out MdfField field)
    {
        field = default;
        if (channel.Type is MdfLayout.VirtualData or MdfLayout.VirtualMaster)
        {
            field = new MdfField((ulong)(long)channel.Summand);
            return true;
        }

        var bits = channel.BitCount + channel.BitOffset;
        if (bits is 0 or > MostBits || (ulong)channel.ByteOffset + (bits + MdfLayout.BitsPerByte - 1) / MdfLayout.BitsPerByte > (ulong)dataLength
            || (channel.Flags & MdfLayout.HasInvalidBit) != 0 && channel.InvalidBit / MdfLayout.BitsPerByte >= (ulong)invalidLength)
        {
            return false;
        }

        field = new MdfField(channel, dataLength);
        return true;
    }

    /// <summary>Reads the number of a record; 0 where the record says that it is invalid.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    public ulong Read(ReadOnlySpan<byte> record) => IsInvalid(record) ? 0 : unchecked(ReadRaw(record) * factor + summand);

    /// <summary>Reads the number as it lies in a record.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    public ulong ReadRaw(ReadOnlySpan<byte> record)
    {
        var bytes = record[offset..];
        return (isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes)) >> shift & mask;
    }

    /// <summary>Whether a record says that the number is invalid.</summary>
    public bool IsInvalid(ReadOnlySpan<byte> record) => invalidMask != 0 && (record[invalidOffset] & invalidMask) != 0;
}
