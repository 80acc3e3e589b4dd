using System.Buffers.Binary;

namespace Caneth.Logs.Pcap;

/// <summary>The order of the bytes of numbers: that of the computer which recorded.</summary>
/// <param name="isBigEndian">Whether the highest byte comes first.</param>
internal readonly struct ByteOrder(bool isBigEndian)
{
    /// <summary>Whether the highest byte comes first.</summary>
    public bool IsBigEndian => isBigEndian;

    public ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong ReadUInt64(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
