using System.Buffers.Binary;

namespace Caneth.Publishing;

/// <summary>
/// Up to where a spool is done with, in a file of its own, so that whoever opens it again does not begin with what the broker has already. Where
/// it is missing or damaged, or older than what it tells of, messages are sent again, which does no harm.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class SpoolPosition(string path)
{
    private const int Length = sizeof(long) + sizeof(long) + sizeof(uint);

    /// <summary>Reads it.</summary>
    /// <returns>The number of a segment, and how much of it is done with.</returns>
    public (long Segment, long Offset) Read()
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length == Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(16)) == BatchHeader.ChecksumOf(bytes.AsSpan(0, 16))
                ? (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)))
                : default;
        }
        catch (IOException)
        {
            return default;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(long segment, long offset)
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), BatchHeader.ChecksumOf(bytes.AsSpan(0, 16)));
        File.WriteAllBytes(path, bytes);
    }
}
