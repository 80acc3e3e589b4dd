using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs.Compression;

namespace Caneth.Logs.Appending;

/// <summary>
/// The end of a text log that is compressed. Where a process was killed, the last member is not complete: it is ended where
/// its writer flushed last, and what can be unpacked after that is put into a member of its own.
/// </summary>
internal sealed class CompressedTextEnd : TextEnd
{
    // What was written since the last flush and can be read is kept in memory; recorders flush often.
    private const int MostUnflushed = 16 * 1024 * 1024;

    private const string Ended = "the compressed data had no end, as a killed process leaves it, and was ended";

    // An empty last block: the end of deflated data.
    private static readonly byte[] LastBlock = [0x03, 0x00];

    private readonly ArrayBufferWriter<byte> beginning = new();
    private readonly ArrayBufferWriter<byte> unflushed = new();
    private readonly ArrayBufferWriter<byte> lastLine = new();
    private readonly long length;
    private long member = -1;
    private bool cutOff;
    private long keep;
    private bool isOpen;
    private uint flushedChecksum;
    private uint flushedLength;

    private CompressedTextEnd(Stream file)
    {
        file.Position = 0;
        length = file.Length;
        Problem = Walk(new GzipReader(file));
        Beginning = beginning.WrittenSpan.ToArray();
        LastLine = lastLine.WrittenSpan.ToArray();
    }

    public static CompressedTextEnd Find(Stream file) => new(file);

    /// <summary>The point at which a binary log goes on: its lines mean nothing, but where what is compressed ends is found in the same way.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="count">How many bytes of content are taken off its end.</param>
    /// <param name="cutting">What is said of them.</param>
    /// <exception cref="InvalidDataException">They cannot be taken off.</exception>
    public static AppendPoint CutBinary(Stream file, string path, int count, string cutting)
    {
        var end = Find(file);
        return end.Problem is { } problem ? throw AppendRefusal.Of(path, problem)
            : end.Cut(count, cutting) ?? throw AppendRefusal.Of(path, "what it ends with is not whole, and lies in compressed data that cannot be changed");
    }

    public override AppendPoint Complete() => cutOff
        ? new(keep, Ending([.. unflushed.WrittenSpan, (byte)'\n']), Ended)
        : new(length, Pack("\n"u8), null);

    public override AppendPoint? Cut(int count, string cutting)
    {
        if (!cutOff || count > unflushed.WrittenCount)
        {
            return count == 0 ? new(length, [], null) : null;
        }

        var rest = unflushed.WrittenSpan[..^count];
        return new(keep, Ending(rest), count > 0 ? $"{Ended}; {cutting}" : Ended);
    }

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private byte[] Ending(ReadOnlySpan<byte> rest)
    {
        var packed = rest.IsEmpty ? [] : Pack(rest);
        if (!isOpen)
        {
            return packed;
        }

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, flushedChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], flushedLength);
        return [.. LastBlock, .. trailer, .. packed];
    }

    private string? Walk(GzipReader reader)
    {
        var bytes = new byte[64 * 1024];
        while (true)
        {
            var (checksum, unpacked) = (reader.Checksum, reader.MemberUnpacked);
            var read = bytes.AsSpan(0, reader.Read(bytes));
            if (reader.MemberStart != member)
            {
                (member, keep, isOpen) = (reader.MemberStart, reader.MemberStart, false);
                (checksum, unpacked) = (0, 0);
                unflushed.ResetWrittenCount();
            }

            Add(read);
            if (reader.LastFlush is { } flush && flush.Position > keep)
            {
                // After the flush there is what was just read, or nothing.
                var later = flush.Unpacked == unpacked ? read : [];
                (keep, isOpen) = (flush.Position, true);
                (flushedChecksum, flushedLength) = (later.IsEmpty ? reader.Checksum : checksum, (uint)flush.Unpacked);
                unflushed.ResetWrittenCount();
                unflushed.Write(later);
            }

            if (reader.End != GzipEnd.None)
            {
                cutOff = reader.End == GzipEnd.CutOff;
                return reader.Problem;
            }

            if (unflushed.WrittenCount > MostUnflushed || lastLine.WrittenCount > MostUnflushed)
            {
                return $"more than {MostUnflushed / 1024 / 1024} MiB at its end were never flushed, or are one line";
            }
        }
    }

    private void Add(ReadOnlySpan<byte> read)
    {
        var room = AppendedText.BeginningLength - beginning.WrittenCount;
        beginning.Write(read[..Math.Min(read.Length, room)]);
        unflushed.Write(read);
        var line = read.LastIndexOf((byte)'\n') + 1;
        if (line > 0)
        {
            lastLine.ResetWrittenCount();
        }

        lastLine.Write(read[line..]);
    }
}
