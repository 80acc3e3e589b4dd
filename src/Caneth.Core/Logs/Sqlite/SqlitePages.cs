using System.Buffers.Binary;

namespace Caneth.Logs.Sqlite;

/// <summary>A database file of SQLite as the pages that it consists of.</summary>
/// <remarks>The format: https://www.sqlite.org/fileformat2.html.</remarks>
internal sealed class SqlitePages
{
    /// <summary>How long the header is that the first page begins with.</summary>
    public const int HeaderLength = 100;

    private const int PageSizeOffset = 16;
    private const int ReservedOffset = 20;
    private const int EncodingOffset = 56;
    private const int SmallestPage = 512;
    private const int LargestPage = 65_536;

    // What is left of a page for content, by the format.
    private const int LeastUsable = 480;

    private readonly Stream content;

    /// <summary>Reads the header.</summary>
    /// <param name="content">The file, which can be set to another place.</param>
    /// <exception cref="InvalidDataException">It is none; the message is the end of a sentence.</exception>
    public SqlitePages(Stream content)
    {
        this.content = content;
        Span<byte> header = stackalloc byte[HeaderLength];
        content.Position = 0;
        if (content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new InvalidDataException($"it has {content.Length} bytes, and the header alone {HeaderLength}");
        }

        // 65,536 does not fit, and is written as 1.
        var size = BinaryPrimitives.ReadUInt16BigEndian(header[PageSizeOffset..]);
        PageSize = size == 1 ? LargestPage : size;
        UsableSize = PageSize - header[ReservedOffset];
        if (PageSize < SmallestPage || (PageSize & (PageSize - 1)) != 0 || UsableSize < LeastUsable)
        {
            throw new InvalidDataException($"its header says that pages have {PageSize:N0} bytes, of which {header[ReservedOffset]} are reserved");
        }

        Encoding = BinaryPrimitives.ReadUInt32BigEndian(header[EncodingOffset..]) switch
        {
            2 => System.Text.Encoding.Unicode,
            3 => System.Text.Encoding.BigEndianUnicode,
            _ => System.Text.Encoding.UTF8,
        };
    }

    /// <summary>What a file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "SQLite format 3\0"u8;

    /// <summary>How many bytes a page has.</summary>
    public int PageSize { get; }

    /// <summary>How many of them may have content.</summary>
    public int UsableSize { get; }

    /// <summary>How many pages the file has, the last perhaps not whole.</summary>
    public long Count => (content.Length + PageSize - 1) / PageSize;

    /// <summary>How texts are written.</summary>
    public System.Text.Encoding Encoding { get; }

    /// <summary>Where a page begins, in bytes from the start of the file.</summary>
    /// <param name="number">Its number, from 1.</param>
    public long OffsetOf(uint number) => (number - 1L) * PageSize;

    /// <summary>Reads a page.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="page">Takes <see cref="PageSize"/> bytes.</param>
    /// <returns>Whether the file has it, and all of it.</returns>
    public bool TryRead(uint number, Span<byte> page)
    {
        if (number == 0 || number > Count)
        {
            return false;
        }

        content.Position = OffsetOf(number);
        return content.ReadAtLeast(page[..PageSize], PageSize, throwOnEndOfStream: false) == PageSize;
    }
}
