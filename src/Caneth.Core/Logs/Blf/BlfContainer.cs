using System.Buffers.Binary;
using System.IO.Compression;

namespace Caneth.Logs.Blf;

/// <summary>Makes containers.</summary>
internal static class BlfContainer
{
    /// <summary>Packs objects into a container of its own.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> objects)
    {
        using var packed = new MemoryStream();
        return Pack(objects, packed).ToArray();
    }

    /// <summary>Packs objects into a container.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="packed">Room that is used again and again.</param>
    /// <returns>The container with the padding after it, in that room.</returns>
    public static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> objects, MemoryStream packed)
    {
        packed.SetLength(BlfLayout.ContainerHeaderLength);
        packed.Position = BlfLayout.ContainerHeaderLength;
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflater.Write(objects);
        }

        var length = (int)packed.Length;

        // The padding that follows each object, as Vector's library reckons it.
        packed.SetLength(length + length % 4);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        bytes[..BlfLayout.ContainerHeaderLength].Clear();
        BlfLayout.ObjectSignature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfLayout.HeaderLengthOffset..], BlfLayout.BaseHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfLayout.HeaderVersionOffset..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfLayout.LengthOffset..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfLayout.TypeOffset..], BlfLayout.Container);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfLayout.MethodOffset..], BlfLayout.Zlib);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfLayout.UncompressedLengthOffset..], (uint)objects.Length);
        return bytes;
    }
}
