using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs.Compression;

namespace Caneth.Logs.Blf;

/// <summary>Makes one stream of objects out of the containers of a BLF file, and gets over what is damaged.</summary>
/// <param name="file">The file, after its header.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal sealed class BlfContainers(BufferedInput file, Action<long, string> report) : IDisposable
{
    /// <summary>
    /// The longest container that is read, in bytes of the file: it is held in the memory, so that reading can go on right
    /// after its header where its length turns out to be wrong. Vector's tools write 128 KiB.
    /// </summary>
    public const int LargestContainer = 64 * 1024 * 1024;

    private Stream? part;
    private long partOffset;
    private long given;
    private long expected;
    private int partLength;
    private bool incomplete;
    private bool compressed;
    private bool damaged;

    // An object in no container whose length lies: what is there of it belongs to nothing that follows.
    private bool broken;

    /// <summary>Whether bytes are missing between what was read before and what comes next.</summary>
    public bool Gap { get; private set; }

    /// <summary>Reads some bytes of the objects.</summary>
    /// <returns>How many; 0 at the end, or at a <see cref="Gap"/>, after which it goes on.</returns>
    public int Read(Span<byte> destination)
    {
        Gap = false;
        while (true)
        {
            if (part is null && (!TryOpenNext() || Gap))
            {
                return 0;
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

    /// <summary>Goes on with the first container that begins at a place of the file or after it.</summary>
    /// <returns>Whether there is one.</returns>
    public bool GoTo(long place)
    {
        part?.Dispose();
        part = null;
        file.GoTo(place);
        return SkipTo(BlfLayout.IsContainer);
    }

    public void Dispose() => part?.Dispose();

    private int ReadPart(Span<byte> destination)
    {
        try
        {
            var count = part!.Read(destination);
            given += count;
            return count;
        }
        catch (Exception damage) when (Decompression.IsDamage(damage))
        {
            return ReadUpToDamage(destination);
        }
    }

    /// <summary>Gets what .NET's stream unpacked before the damage, and threw away.</summary>
    private int ReadUpToDamage(Span<byte> destination)
    {
        damaged = true;
        part!.Dispose();
        var exact = OpenExactly();
        exact.PassOver(given);
        part = exact;
        var count = part.Read(destination);
        given += count;
        return count;
    }

    private void ClosePart()
    {
        part!.Dispose();
        part = null;
        if (!compressed)
        {
            file.Skip(partLength);
            Gap = broken;
            if (incomplete)
            {
                report(partOffset, $"the file ends inside this object, of which there are {partLength} bytes");
            }

            return;
        }

        var content = file.Peek(partLength)[BlfLayout.ContainerHeaderLength..];
        // Compressed data holds no whole header of a container by accident.
        var hidden = BlfLayout.IndexOf(content, BlfLayout.IsContainer);
        var problem = given != expected ? $"the container is {(incomplete ? "cut off" : "damaged")}; {given} of its {expected} bytes can be read"
            : incomplete ? "there is less of this container than its length says, though all of its content can be read: its length is wrong, or its end is cut off"
            : damaged ? "the container is damaged: all of it was read, but its checksum is wrong"
            : hidden >= 0 && hidden >= CompressedLength() ? "the container is shorter than its length says"
            : null;
        if (problem is null)
        {
            file.Skip(partLength);
            return;
        }

        Gap = given != expected;
        file.Skip(BlfLayout.ContainerHeaderLength + CompressedLength());
        SkipToObject(partOffset, problem);
    }

    /// <summary>How much of the container's content was used to unpack what could be unpacked.</summary>
    private int CompressedLength()
    {
        using var exact = OpenExactly();
        exact.PassOver(long.MaxValue);
        return (int)exact.Used;
    }

    private ExactInflateStream OpenExactly() => new(file.Open(BlfLayout.ContainerHeaderLength, partLength - BlfLayout.ContainerHeaderLength));

    /// <summary>Opens the next container, or an object that lies in none.</summary>
    private bool TryOpenNext()
    {
        var beginning = file.Peek(BlfLayout.BaseHeaderLength);
        if (beginning.Length < BlfLayout.BaseHeaderLength)
        {
            return EndOfFile();
        }

        // Padding: up to three bytes, which some writers leave out, and of which others write more.
        const int MostPadding = 64;
        const int LeastPadding = 3;
        var near = file.Peek(BlfLayout.ObjectSignature.Length + MostPadding);
        var padding = near.IndexOf(BlfLayout.ObjectSignature);
        padding = padding > LeastPadding && near[..padding].IndexOfAnyExcept((byte)0) >= 0 ? -1 : padding;
        partOffset = file.Offset;
        if (padding < 0)
        {
            Gap = true;
            return SkipToObject(partOffset, "expected an object here");
        }

        file.Skip(padding);
        partOffset = file.Offset;
        var header = file.Peek(BlfLayout.ContainerHeaderLength);
        if (header.Length < BlfLayout.BaseHeaderLength)
        {
            return EndOfFile();
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[BlfLayout.LengthOffset..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[BlfLayout.TypeOffset..]) != BlfLayout.Container)
        {
            return Open(length, 0, length);
        }

        if (header.Length < BlfLayout.ContainerHeaderLength)
        {
            return EndOfFile();
        }

        var method = BinaryPrimitives.ReadUInt16LittleEndian(header[BlfLayout.MethodOffset..]);
        return method switch
        {
            BlfLayout.NoCompression => Open(length, BlfLayout.ContainerHeaderLength, length - BlfLayout.ContainerHeaderLength),
            BlfLayout.Zlib => Open(length, BlfLayout.ContainerHeaderLength,
                BinaryPrimitives.ReadUInt32LittleEndian(header[BlfLayout.UncompressedLengthOffset..]), zlib: true),
            _ => Refuse($"a container of {length} bytes, compressed in the way {method}, cannot be read"),
        };
    }

    private bool Open(uint length, int headerLength, uint content, bool zlib = false)
    {
        if (length < Math.Max(headerLength, BlfLayout.BaseHeaderLength) || length > LargestContainer && !zlib)
        {
            return Refuse($"an object cannot have {length} bytes");
        }

        var bytes = file.Peek((int)Math.Min(length, LargestContainer));
        var there = bytes.Length;
        (incomplete, compressed, damaged, broken) = (there < length, zlib, false, false);

        // What is compressed is unpacked first: where it ends, it says itself.
        var from = Math.Max(headerLength, BlfLayout.BaseHeaderLength);
        if (!zlib && there > from && BlfLayout.IndexOf(bytes[from..], BlfLayout.IsContainer) is >= 0 and var hidden)
        {
            there = from + hidden;
            incomplete = false;
            broken = headerLength == 0;
            report(partOffset, $"an object of {length} bytes has a container in it, so its length is wrong; it is read up to there, which is {there} bytes");
        }

        (given, expected, partLength) = (0, content, there);
        var raw = file.Open(headerLength, there - headerLength);
        part = zlib ? new ZLibStream(raw, CompressionMode.Decompress) : raw;
        return true;
    }

    private bool Refuse(string reason)
    {
        Gap = true;
        file.Skip(BlfLayout.ObjectSignature.Length);
        return SkipToObject(partOffset, reason);
    }

    /// <summary>Goes on at the next place that looks like an object, and reports what was passed over.</summary>
    private bool SkipToObject(long from, string reason)
    {
        var found = SkipTo(BlfLayout.IsPlausible);
        report(from, $"{reason}; {file.Offset - from} bytes were skipped, up to {(found ? $"the object at byte {file.Offset}" : "the end of the file")}");
        return found;
    }

    /// <summary>Goes on to the next object of a kind.</summary>
    /// <returns>Whether there is one.</returns>
    private bool SkipTo(BlfLayout.ObjectKind isWanted)
    {
        while (file.SkipTo(BlfLayout.ObjectSignature))
        {
            if (isWanted(file.Peek(BlfLayout.BaseHeaderLength)))
            {
                return true;
            }

            file.Skip(BlfLayout.ObjectSignature.Length);
        }

        return false;
    }

    private bool EndOfFile()
    {
        // Padding after the last container is not damage.
        var rest = file.Peek(BlfLayout.ContainerHeaderLength);
        if (rest.IndexOfAnyExcept((byte)0) >= 0)
        {
            report(file.Offset, $"the file is cut off in the header of an object, of which there are {rest.Length} bytes");
        }

        file.Skip(rest.Length);
        return false;
    }
}
