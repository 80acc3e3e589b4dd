using System.Text;

namespace Caneth.Logs.Mdf;

/// <summary>
/// An MDF file, read at any place. Links can be damaged so that they run in a circle, or make a few bytes millions: what is followed of
/// them is no longer than the file, altogether.
/// </summary>
/// <param name="stream">The file, which can seek; not disposed of.</param>
/// <param name="unfinished">What its recorder left undone.</param>
internal sealed class MdfFile(Stream stream, ushort unfinished)
{
    // Most blocks are read at once.
    private const int UsualLength = 256;

    // Of what describes the data, nothing that is needed is longer.
    private const int LongestBlock = 64 * 1024;
    private const int LongestText = 1024;

    // What blocks of all groups may unpack to that are held at once.
    private const long MostHeld = 512 * 1024 * 1024;

    private long followed;
    private long held;

    /// <summary>How long it is, in bytes.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>What its recorder left undone, as it says itself.</summary>
    public ushort Unfinished => unfinished;

    /// <summary>How far data has been read, in bytes from the beginning.</summary>
    public long DataEnd { get; private set; }

    /// <summary>Notes that data has been read.</summary>
    /// <param name="end">Where it ends.</param>
    public void NoteRead(long end) => DataEnd = Math.Max(DataEnd, end);

    /// <summary>Whether blocks may be followed on: those of a file in which all links are right are no longer than it, altogether.</summary>
    /// <param name="length">How long the next is.</param>
    public bool TryFollow(long length)
    {
        followed += Math.Max(length, MdfLayout.BlockHeaderLength);
        return followed <= Length;
    }

    /// <summary>Whether so much more may be held of what was unpacked; groups that are read together hold a block each.</summary>
    /// <param name="more">How many bytes.</param>
    public bool TryHold(long more)
    {
        if (held + more > MostHeld)
        {
            return false;
        }

        held += more;
        return true;
    }

    /// <summary>Reads bytes.</summary>
    /// <returns>How many; fewer than there is room for only at the end of the file.</returns>
    public int Read(long place, Span<byte> destination)
    {
        if (place < 0 || place >= Length)
        {
            return 0;
        }

        stream.Position = place;
        return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
    }

    /// <summary>What the block at a place begins with; null where there is none.</summary>
    public MdfBlockHeader? ReadHeader(long place)
    {
        Span<byte> bytes = stackalloc byte[MdfLayout.BlockHeaderLength];
        return place >= MdfLayout.IdentificationLength && Read(place, bytes) == bytes.Length && bytes.StartsWith("##"u8)
            ? MdfBlockHeader.Read(bytes)
            : null;
    }

    /// <summary>Reads a block that only one other points at, and counts it as followed.</summary>
    /// <param name="place">Where it lies.</param>
    /// <param name="id">Its kind.</param>
    /// <param name="leastLinks">How many links it has at least.</param>
    /// <param name="leastData">How many bytes of data it has at least.</param>
    /// <param name="block">The block.</param>
    /// <returns>Whether there is such a block.</returns>
    public bool TryReadBlock(long place, ReadOnlySpan<byte> id, int leastLinks, int leastData, out MdfBlock block) =>
        TryRead(place, id, leastLinks, leastData, LongestBlock, out block, out var length) && TryFollow(length);

    /// <summary>Reads the beginning of a block that any number of others may point at.</summary>
    /// <inheritdoc cref="TryReadBlock"/>
    public bool TryReadShared(long place, ReadOnlySpan<byte> id, int leastLinks, int leastData, out MdfBlock block) =>
        TryRead(place, id, leastLinks, leastData, UsualLength, out block, out _);

    /// <summary>The text at a place, as far as one of us needs it; empty where there is none.</summary>
    public string ReadText(long place)
    {
        if (place == 0 || ReadHeader(place) is not { } header
            || !header.Is(MdfLayout.TextBlock) && !header.Is(MdfLayout.CommentBlock) || header.Links > 0)
        {
            return string.Empty;
        }

        var bytes = new byte[Math.Clamp((long)Math.Min(header.Length, LongestText) - MdfLayout.BlockHeaderLength, 0, LongestText)];
        var text = bytes.AsSpan(0, Read(place + MdfLayout.BlockHeaderLength, bytes));
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private bool TryRead(long place, ReadOnlySpan<byte> id, int leastLinks, int leastData, int most, out MdfBlock block, out int length)
    {
        (block, length) = (default, 0);
        var bytes = new byte[UsualLength];
        var there = place >= MdfLayout.IdentificationLength ? Read(place, bytes) : 0;
        var header = MdfBlockHeader.Read(bytes);
        if (there < MdfLayout.BlockHeaderLength || !header.Is(id))
        {
            return false;
        }

        length = (int)Math.Min(header.Length, (ulong)most);
        var data = MdfLayout.BlockHeaderLength + (long)Math.Min(header.Links, LongestBlock) * MdfLayout.LinkLength;
        if (header.Links < (ulong)leastLinks || length < data + leastData)
        {
            return false;
        }

        var known = Math.Min(there, length);
        Array.Resize(ref bytes, length);
        block = new MdfBlock(bytes, (int)header.Links);
        return known == length || Read(place + known, bytes.AsSpan(known)) == length - known;
    }
}
