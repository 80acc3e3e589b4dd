using System.Buffers.Binary;
using System.IO.Compression;

namespace Caneth.Logs.Blf;

/// <summary>Makes one stream of objects out of the containers of a BLF file, and gets over what is damaged.</summary>
/// <param name="file">The file, behind its head.</param>
/// <param name="report">Is told where something is wrong, and what.</param>
internal sealed class BlfContainers(BufferedSource file, Action<long, string> report) : IDisposable
{
    // Smaller than any object that matters and larger than what Vector's tools write.
    private const uint LargestContainer = 256 * 1024 * 1024;

    private Part? part;
    private ZLibStream? inflater;
    private long inflated;
    private long expected;
    private long partOffset;

    /// <summary>Whether bytes are missing between what was read before and what comes next.</summary>
    public bool Gap { get; private set; }

    /// <summary>Reads some bytes of the objects.</summary>
    /// <returns>How many; 0 at the end, or at a <see cref="Gap"/>, behind which it goes on.</returns>
    public int Read(Span<byte> destination)
    {
        Gap = false;
        while (true)
        {
            if (part is null)
            {
                if (!TryOpenNext())
                {
                    return 0;
                }

                if (Gap)
                {
                    return 0;
                }
            }

            var count = ReadPart(destination);
            if (count > 0)
            {
                return count;
            }

            ClosePart();
            if (Gap)
            {
                return 0;
            }
        }
    }

    public void Dispose()
    {
        inflater?.Dispose();
        part?.Dispose();
    }

    private int ReadPart(Span<byte> destination)
    {
        try
        {
            var count = inflater is null ? part!.Read(destination) : inflater.Read(destination);
            inflated += count;
            return count;
        }
        catch (Exception damage) when (Decompression.IsDamage(damage))
        {
            // Reported when it is closed, since it did not give what it promised.
            return 0;
        }
    }

    private void ClosePart()
    {
        inflater?.Dispose();
        inflater = null;
        if (inflated != expected)
        {
            Gap = true;
            report(partOffset, file.Peek(1).IsEmpty
                ? $"the file is cut off; {inflated} of {expected} bytes of the last container can be read"
                : $"the container is damaged; {inflated} of its {expected} bytes can be read");
        }

        part!.SkipRest();
        part.Dispose();
        part = null;
    }

    /// <summary>Opens the next container, or an object that lies in none.</summary>
    private bool TryOpenNext()
    {
        if (file.Peek(BlfFormat.BaseHeadLength).Length < BlfFormat.BaseHeadLength)
        {
            return EndOfFile();
        }

        // Padding: up to three bytes, which some writers leave out.
        var padding = file.Peek(BlfFormat.ObjectSignature.Length + 3).IndexOf(BlfFormat.ObjectSignature);
        partOffset = file.Offset;
        if (padding < 0)
        {
            Gap = true;
            report(partOffset, "here an object should begin");
            return file.SkipTo(BlfFormat.ObjectSignature);
        }

        file.Skip(padding);
        partOffset = file.Offset;
        var head = file.Peek(BlfFormat.ContainerHeadLength);
        if (head.Length < BlfFormat.BaseHeadLength)
        {
            return EndOfFile();
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[BlfFormat.LengthOffset..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[BlfFormat.TypeOffset..]) != BlfFormat.Container)
        {
            return OpenPlain(length, BlfFormat.BaseHeadLength);
        }

        if (head.Length < BlfFormat.ContainerHeadLength)
        {
            return EndOfFile();
        }

        var method = BinaryPrimitives.ReadUInt16LittleEndian(head[BlfFormat.MethodOffset..]);
        var uncompressed = BinaryPrimitives.ReadUInt32LittleEndian(head[BlfFormat.UncompressedLengthOffset..]);
        switch (method)
        {
            case BlfFormat.NoCompression:
                file.Skip(BlfFormat.ContainerHeadLength);
                return OpenPlain(length - BlfFormat.ContainerHeadLength, shortest: 0);
            case BlfFormat.Zlib when length is >= BlfFormat.ContainerHeadLength and <= LargestContainer:
                file.Skip(BlfFormat.ContainerHeadLength);
                part = new Part(file, length - BlfFormat.ContainerHeadLength);
                inflater = new ZLibStream(part, CompressionMode.Decompress, leaveOpen: true);
                (inflated, expected) = (0, uncompressed);
                return true;
            default:
                return Refuse($"a container of {length} bytes, compressed in the way {method}, cannot be read");
        }
    }

    private bool OpenPlain(uint length, int shortest)
    {
        if (length < shortest || length > LargestContainer)
        {
            return Refuse($"an object cannot have {length} bytes");
        }

        part = new Part(file, length);
        (inflated, expected) = (0, length);
        return true;
    }

    private bool Refuse(string reason)
    {
        Gap = true;
        report(partOffset, reason);
        file.Skip(BlfFormat.ObjectSignature.Length);
        return file.SkipTo(BlfFormat.ObjectSignature);
    }

    private bool EndOfFile()
    {
        // Padding behind the last container is no damage.
        if (file.Peek(BlfFormat.ObjectSignature.Length).Length == BlfFormat.ObjectSignature.Length)
        {
            report(file.Offset, "the file is cut off in the head of an object");
        }

        file.Skip(BlfFormat.ContainerHeadLength);
        return false;
    }

    /// <summary>A stretch of the file as a stream of its own, for the inflater.</summary>
    private sealed class Part(BufferedSource file, long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = file.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public void SkipRest() => file.Skip(left);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
