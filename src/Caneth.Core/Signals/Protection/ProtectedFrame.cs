namespace Caneth.Signals;

/// <summary>What a checksum is worked out of: the id of a frame, its data without the bits of the checksum, and its counter.</summary>
public readonly ref struct ProtectedFrame
{
    private readonly ReadOnlySpan<byte> data;
    private readonly ReadOnlySpan<byte> checksumBits;

    internal ProtectedFrame(uint id, ReadOnlySpan<byte> data, ReadOnlySpan<byte> checksumBits, ReadOnlySpan<ushort> dataIds, ulong? counter)
    {
        Id = id;
        this.data = data;
        this.checksumBits = checksumBits;
        DataIds = dataIds;
        Counter = counter;
    }

    /// <summary>The id of the frame, 11 or 29 bits.</summary>
    public uint Id { get; }

    /// <summary>How many bytes of data there are.</summary>
    public int Length => data.Length;

    /// <summary>The data ids of the message.</summary>
    public ReadOnlySpan<ushort> DataIds { get; }

    /// <summary>The counter of the frame, or null where it has none.</summary>
    public ulong? Counter { get; }

    /// <summary>A byte of the data, its bits of the checksum 0.</summary>
    /// <param name="index">The place, from 0; beyond the end there are zeros.</param>
    public byte this[int index] => index < data.Length ? (byte)(data[index] & ~ChecksumBits(index)) : (byte)0;

    /// <summary>Whether all bits of a byte are the checksum's.</summary>
    /// <param name="index">The place of the byte, from 0.</param>
    /// <returns>Whether they are.</returns>
    public bool IsChecksum(int index) => ChecksumBits(index) == byte.MaxValue;

    private byte ChecksumBits(int index) => index < checksumBits.Length ? checksumBits[index] : (byte)0;
}
