using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>What a block begins with.</summary>
/// <param name="Id">Its four characters, as a number.</param>
/// <param name="Length">How long it says to be, in bytes, this header included.</param>
/// <param name="Links">How many links it says to have.</param>
internal readonly record struct MdfBlockHeader(uint Id, ulong Length, ulong Links)
{
    /// <summary>Reads a header.</summary>
    /// <param name="bytes">24 bytes.</param>
    public static MdfBlockHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[MdfLayout.BlockLengthOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[MdfLayout.LinkCountOffset..]));

    /// <summary>Whether it is a block of a kind.</summary>
    public bool Is(ReadOnlySpan<byte> id) => Id == BinaryPrimitives.ReadUInt32LittleEndian(id);
}
