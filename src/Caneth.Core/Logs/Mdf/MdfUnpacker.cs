using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs.Compression;

namespace Caneth.Logs.Mdf;

/// <summary>Unpacks compressed blocks of data, each as a whole, and one that is damaged as far as it goes.</summary>
/// <param name="file">The file.</param>
internal sealed class MdfUnpacker(MdfFile file)
{
    // How long a block is before compression, at most; tools write 4 MiB.
    private const int LargestBlock = 64 * 1024 * 1024;

    // What stands before the compressed bytes: the kind of block, the way, four bytes for it, and both lengths.
    private const int HeaderLength = 24;
    private const int MethodOffset = 2;
    private const int ColumnsOffset = 4;
    private const int ContentLengthOffset = 8;
    private const int PackedLengthOffset = 16;

    private byte[] bytes = [];
    private byte[] ordered = [];
    private int count;
    private bool isSound;

    /// <summary>What was unpacked.</summary>
    public ReadOnlySpan<byte> Content => bytes.AsSpan(0, count);

    /// <summary>How long the content is, whether it could be unpacked or not; null where that cannot be believed.</summary>
    public int? ContentLength { get; private set; }

    /// <summary>Unpacks a block.</summary>
    /// <param name="place">Where it lies.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public string? Unpack(long place)
    {
        (count, ContentLength, isSound) = (0, null, false);
        Span<byte> header = stackalloc byte[HeaderLength];
        var from = place + MdfLayout.BlockHeaderLength;
        if (file.Read(from, header) < header.Length)
        {
            return "the file ends inside the header of a block";
        }

        var content = BinaryPrimitives.ReadUInt64LittleEndian(header[ContentLengthOffset..]);
        if (content > LargestBlock)
        {
            return $"a compressed block cannot have {content} bytes";
        }

        ContentLength = (int)content;
        if (header[MethodOffset] is not (MdfLayout.Deflate or MdfLayout.TransposedDeflate) and var method)
        {
            return $"the block is compressed in the way {method}, which is not known";
        }

        from += HeaderLength;
        var packed = BinaryPrimitives.ReadUInt64LittleEndian(header[PackedLengthOffset..]);
        var there = Math.Max(0, file.Length - from);
        Inflate(from, (long)Math.Min(packed, (ulong)there), (int)content);
        file.NoteRead(from + (long)Math.Min(packed, (ulong)there));
        var isWhole = count == (int)content;
        if (header[MethodOffset] == MdfLayout.TransposedDeflate)
        {
            count = isWhole ? count : 0;
            Order(BinaryPrimitives.ReadUInt32LittleEndian(header[ColumnsOffset..]));
        }

        return isSound ? null : isWhole ? "the block is damaged: all of it was read, but its checksum is wrong" : $"the block is {(packed > (ulong)there ? "cut off" : "damaged")}; {count} of its {content} bytes can be read";
    }

    private void Inflate(long from, long length, int content)
    {
        using (var fast = new ZLibStream(new MdfSlice(file, from, length), CompressionMode.Decompress))
        {
            isSound = TryFill(fast, content);
        }

        if (isSound || count == content)
        {
            return;
        }

        // What was unpacked before the damage is lost there, but can be had again.
        using var exact = new ExactInflateStream(new MdfSlice(file, from, length));
        _ = TryFill(exact, content);
    }

    /// <returns>Whether all of the content is there, and nothing is wrong with it.</returns>
    private bool TryFill(Stream packed, int content)
    {
        const int LeastRoom = 64 * 1024;
        count = 0;
        try
        {
            while (count < content)
            {
                // It grows once it is full: a length is not believed before there are bytes.
                if (count == bytes.Length && !TryGrow(Math.Min(Math.Max(2 * count, LeastRoom), LargestBlock)))
                {
                    return false;
                }

                var read = packed.Read(bytes.AsSpan(count, Math.Min(bytes.Length, content) - count));
                if (read == 0)
                {
                    return false;
                }

                count += read;
            }

            // Only after its end comes the checksum.
            Span<byte> after = stackalloc byte[1];
            _ = packed.Read(after);
            return true;
        }
        catch (Exception damage) when (Decompression.IsDamage(damage))
        {
            return false;
        }
    }

    private bool TryGrow(int length)
    {
        if (!file.TryHold(length - bytes.Length))
        {
            return false;
        }

        Array.Resize(ref bytes, length);
        return true;
    }

    private void Order(uint columns)
    {
        ordered = ordered.Length < count ? new byte[bytes.Length] : ordered;
        MdfTransposition.Undo(Content, ordered, columns);
        (bytes, ordered) = (ordered, bytes);
    }
}
