using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs.Blf;
using Caneth.Logs.Compression;

namespace Caneth.Logs.Appending;

/// <summary>
/// A BLF file that is to be appended to: what its header says, how many objects it holds, and where it ends whole. Objects lie
/// across the borders of containers, so that a file can end whole as a file and yet inside an object.
/// </summary>
internal sealed class AppendedBlf
{
    private readonly string path;
    private readonly BufferedInput file;
    private readonly BlfObjectWalk walk = new();
    private readonly ArrayBufferWriter<byte> content = new();
    private readonly byte[] unpacked = new byte[64 * 1024];
    private long whole = BlfHeader.Length;
    private byte[] rest = [];

    private AppendedBlf(Stream stream, string path)
    {
        this.path = path;
        stream.Position = 0;
        file = new BufferedInput(new LogInput(stream, path));
        var beginning = file.Peek(BlfHeader.Length);
        if (beginning.Length < BlfHeader.Length && BlfHeader.HasSignature(beginning))
        {
            Point = new(0, [], $"the file ended inside its header, of which there were {beginning.Length} bytes, and it was started again");
            return;
        }

        if (!BlfHeader.TryRead(beginning, out var header) || header.HeaderLength != BlfHeader.Length)
        {
            throw AppendRefusal.Of(path, $"it is not a BLF file with a header of {BlfHeader.Length} bytes");
        }

        Header = header;
        file.Skip(BlfHeader.Length);
        while (TakeObject())
        {
        }

        var cut = stream.Length - whole;
        Point = new(whole, rest, cut == 0 ? null
            : $"the file ended inside an object or a container; its last {cut} bytes were cut off, and what could be read of them was written again");
        Header.ObjectCount = walk.Objects;
    }

    /// <summary>The header, with the count of the objects; null where the file is begun anew.</summary>
    public BlfHeader? Header { get; }

    /// <summary>Where and how the file is appended to.</summary>
    public AppendPoint Point { get; }

    /// <summary>Examines a file; it is not changed.</summary>
    /// <exception cref="InvalidDataException">It is not a BLF, or damaged so that nothing can be appended.</exception>
    public static AppendedBlf Examine(Stream stream, string path) => new(stream, path);

    private bool TakeObject()
    {
        var item = file.Peek(BlfLayout.ContainerHeaderLength);
        if (item.Length < BlfLayout.BaseHeaderLength)
        {
            return false;
        }

        var offset = file.Offset;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.LengthOffset..]);
        if (!BlfLayout.IsPlausible(item) || length > BlfContainers.LargestContainer)
        {
            throw AppendRefusal.Of(path, $"it is damaged at byte {offset}");
        }

        var type = BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.TypeOffset..]);
        var there = file.Peek((int)length).Length;
        content.ResetWrittenCount();
        var isWhole = type == BlfLayout.Container ? Unpack(there, offset) && there == length : Copy(0, there) && there == length;
        var end = walk.Take(content.WrittenSpan);
        if (walk.IsDamaged)
        {
            throw AppendRefusal.Of(path, $"what lies in it from byte {offset} on is damaged");
        }

        if (isWhole && end == content.WrittenCount)
        {
            file.Skip(length + length % 4);
            (whole, rest) = (file.Offset, []);
            return true;
        }

        if (end > 0)
        {
            (whole, rest) = (offset, BlfContainer.Pack(content.WrittenSpan[..end]));
        }

        file.Skip(length + length % 4);
        return isWhole;
    }

    private bool Copy(int from, int to)
    {
        content.Write(file.Peek(to)[from..]);
        return true;
    }

    private bool Unpack(int there, long offset)
    {
        var header = file.Peek(BlfLayout.ContainerHeaderLength);
        if (header.Length < BlfLayout.ContainerHeaderLength || there < BlfLayout.ContainerHeaderLength)
        {
            return false;
        }

        var expected = BinaryPrimitives.ReadUInt32LittleEndian(header[BlfLayout.UncompressedLengthOffset..]);
        switch (BinaryPrimitives.ReadUInt16LittleEndian(header[BlfLayout.MethodOffset..]))
        {
            case BlfLayout.NoCompression:
                return Copy(BlfLayout.ContainerHeaderLength, there);
            case BlfLayout.Zlib:
                var packed = file.Open(BlfLayout.ContainerHeaderLength, there - BlfLayout.ContainerHeaderLength);
                Inflate(packed, expected, offset);
                return content.WrittenCount == expected;
            default:
                throw AppendRefusal.Of(path, $"the container at byte {offset} is compressed in a way that is not known");
        }
    }

    private void Inflate(Stream packed, uint expected, long offset)
    {
        try
        {
            using var fast = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            CopyFrom(fast, offset);
        }
        catch (Exception damage) when (Decompression.IsDamage(damage))
        {
            content.ResetWrittenCount();
        }

        if (content.WrittenCount != expected)
        {
            content.ResetWrittenCount();
            packed.Position = 0;
            using var exact = new ExactInflateStream(packed);
            CopyFrom(exact, offset);
        }
    }

    private void CopyFrom(Stream stream, long offset)
    {
        while (stream.Read(unpacked) is var count and > 0)
        {
            content.Write(unpacked.AsSpan(0, count));
            if (content.WrittenCount > BlfContainers.LargestContainer)
            {
                throw AppendRefusal.Of(path, $"the container at byte {offset} is too long to be looked into");
            }
        }
    }
}
