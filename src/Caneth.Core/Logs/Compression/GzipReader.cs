using System.Buffers.Binary;

namespace Caneth.Logs.Compression;

/// <summary>
/// Unpacks a gzip file (RFC 1952) exactly: gives everything before damage, says what is wrong and where, and goes on with the
/// next member, as each part is called that a writer began anew.
/// </summary>
internal sealed class GzipReader
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;
    private const int NameFlag = 0x08;
    private const int CommentFlag = 0x10;
    private const int ExtraFlag = 0x04;
    private const int HeaderChecksumFlag = 0x02;

    // How long after the beginning of damage it may be noticed, since damaged data can look like compressed data for a while.
    private const int Unnoticed = 64 * 1024;

    private readonly BitInput input;
    private readonly Inflater inflater;
    private bool inMember;
    private Crc32 checksum;

    public GzipReader(Stream stream)
    {
        input = new BitInput(stream);
        inflater = new Inflater(input);
    }

    private static ReadOnlySpan<byte> Signature => [0x1F, 0x8B, 0x08];

    /// <summary>Why the last read gave nothing.</summary>
    public GzipEnd End { get; private set; }

    /// <summary>What is wrong, and null where nothing is. It stays until the next read.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where the member begins that is being read, or that was read last.</summary>
    public long MemberStart { get; private set; }

    /// <summary>How many bytes of the member were unpacked.</summary>
    public long MemberUnpacked => inflater.Unpacked;

    /// <summary>
    /// The last place in the member where it can be ended, after how many unpacked bytes; what follows it may be cut off.
    /// </summary>
    public (long Position, long Unpacked)? LastFlush => inflater.LastFlush;

    /// <summary>The checksum of what was unpacked of the member.</summary>
    public uint Checksum => checksum.Value;

    /// <summary>Unpacks some bytes; never across a flush of the writer, nor from two members at once.</summary>
    /// <returns>How many; 0 where <see cref="End"/> says why.</returns>
    public int Read(Span<byte> destination)
    {
        Problem = null;
        End = GzipEnd.None;
        while (End == GzipEnd.None)
        {
            if (!inMember && !TryBeginMember())
            {
                break;
            }

            var count = inflater.Read(destination);
            checksum.Add(destination[..count]);
            if (count > 0)
            {
                return count;
            }

            EndMember();
        }

        return 0;
    }

    private bool TryBeginMember()
    {
        var start = input.Position;
        var beginning = input.PeekBytes(Signature.Length);
        if (beginning.IsEmpty)
        {
            End = GzipEnd.Whole;
            return false;
        }

        if (!beginning.SequenceEqual(Signature[..beginning.Length]))
        {
            SkipToMember(start, $"no compressed data begins at byte {start}");
            return false;
        }

        MemberStart = start;
        inflater.Begin();
        checksum = default;
        inMember = TrySkipHeader();
        End = inMember ? GzipEnd.None : GzipEnd.CutOff;
        return inMember;
    }

    private bool TrySkipHeader()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (input.TakeBytes(header) < header.Length)
        {
            return false;
        }

        var flags = header[3];
        Span<byte> length = stackalloc byte[2];
        if ((flags & ExtraFlag) != 0
            && (input.TakeBytes(length) < length.Length || !TrySkip(BinaryPrimitives.ReadUInt16LittleEndian(length))))
        {
            return false;
        }

        return ((flags & NameFlag) == 0 || TrySkipText()) && ((flags & CommentFlag) == 0 || TrySkipText())
            && ((flags & HeaderChecksumFlag) == 0 || TrySkip(2));
    }

    private bool TrySkip(int count)
    {
        Span<byte> skipped = stackalloc byte[256];
        while (count > 0 && input.TakeBytes(skipped[..Math.Min(count, skipped.Length)]) is var step and > 0)
        {
            count -= step;
        }

        return count == 0;
    }

    private bool TrySkipText()
    {
        Span<byte> character = stackalloc byte[1];
        while (input.TakeBytes(character) == 1)
        {
            if (character[0] == 0)
            {
                return true;
            }
        }

        return false;
    }

    private void EndMember()
    {
        switch (inflater.State)
        {
            case InflateState.Finished:
                CheckTrailer();
                break;
            case InflateState.CutOff:
                End = GzipEnd.CutOff;
                break;
            default:
                var damage = input.Position;
                input.GoBackTo(Math.Max(MemberStart + 1, damage - Unnoticed));
                SkipToMember(damage, $"the compressed data is damaged at byte {damage}");
                break;
        }
    }

    private void CheckTrailer()
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        inMember = false;
        input.AlignToByte();
        if (input.TakeBytes(trailer) < trailer.Length)
        {
            End = GzipEnd.CutOff;
        }
        else if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != checksum.Value
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)inflater.Unpacked)
        {
            End = GzipEnd.Gap;
            Problem = $"the compressed data from byte {MemberStart} to {input.Position} is damaged: all of it was read, but its checksum is "
                + "wrong, so that something in it is not as it was written";
        }
    }

    /// <summary>Passes over what is damaged, up to where compressed data begins anew.</summary>
    private void SkipToMember(long damage, string problem)
    {
        inMember = false;
        End = GzipEnd.Gap;
        Span<byte> first = stackalloc byte[1];
        while (input.SkipTo(Signature))
        {
            if (input.Position > MemberStart && IsHeader(input.PeekBytes(HeaderLength)))
            {
                Problem = $"{problem}; {Math.Max(0, input.Position - damage)} bytes are skipped, up to compressed data that begins at byte {input.Position}";
                return;
            }

            _ = input.TakeBytes(first);
        }

        Problem = $"{problem}; the rest of the file, {Math.Max(0, input.Position - damage)} bytes, is skipped";
    }

    // What writers put there: no reserved flags, the kinds of effort and of file system that there are.
    private static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length == HeaderLength && bytes[3] < 0x20 && bytes[8] is (0 or 2 or 4) && bytes[9] is (<= 13 or 255);
}
