using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>A block in the memory, whose links and data are as many as whoever reads it has asked for, or more.</summary>
/// <param name="bytes">The block, from its header on.</param>
/// <param name="links">How many links it has.</param>
internal readonly struct MdfBlock(byte[] bytes, int links)
{
    /// <summary>What follows the links.</summary>
    public ReadOnlySpan<byte> Data => bytes.AsSpan(MdfLayout.BlockHeaderLength + MdfLayout.LinkLength * links);

    /// <summary>Where another block lies; 0 where there is none.</summary>
    public long Link(int index) => index < links
        ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(MdfLayout.BlockHeaderLength + MdfLayout.LinkLength * index))
        : 0;
}
