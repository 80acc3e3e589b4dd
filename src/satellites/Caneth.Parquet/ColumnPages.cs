using System.Buffers;
using Parquet.Meta;

namespace Caneth.Parquet;

/// <summary>The pages of a column of numbers in a row group, before the library reads them.</summary>
internal static class ColumnPages
{
    // A header has some forty bytes, and twice as many where the least and the largest number stand in it.
    private const int LongestHeader = 4096;

    // A number has 8 bytes at most, and what says whether its cell is empty takes far less than another 8.
    private const long MostBytesOfRow = 16;
    private const long MostBytesBesides = 1 << 20;

    /// <summary>Checks that the library, which goes from page to page, comes to the end of a column.</summary>
    /// <param name="content">The file.</param>
    /// <param name="column">What the directory says of the column.</param>
    /// <returns>Where its last page ends, in bytes from the start of the file.</returns>
    /// <exception cref="InvalidDataException">A page has no header, or a size or an encoding that cannot be.</exception>
    public static long Check(Stream content, ColumnMetaData column)
    {
        var largest = column.NumValues * MostBytesOfRow + MostBytesBesides;
        var (position, end) = ExtentOf(content, column);
        Span<long> numbers = stackalloc long[PageNumbers.Count];
        var header = ArrayPool<byte>.Shared.Rent(LongestHeader);
        try
        {
            while (position < end)
            {
                var page = position;
                content.Position = page;
                var there = header.AsSpan(0, (int)Math.Min(LongestHeader, end - page));
                content.ReadExactly(there);
                numbers.Fill(-1);
                position += Measure(there, numbers, page);
                CheckNumbers(numbers, page, end - position, largest);
                position += numbers[PageNumbers.CompressedSize];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(header);
        }

        return end;
    }

    /// <summary>Where the library begins to read, and where the column ends.</summary>
    private static (long Start, long End) ExtentOf(Stream content, ColumnMetaData column)
    {
        ReadOnlySpan<long> offsets = [column.DictionaryPageOffset ?? 0, column.DataPageOffset, column.IndexPageOffset ?? 0];
        var start = long.MaxValue;
        foreach (var offset in offsets)
        {
            start = offset == 0 ? start : Math.Min(start, offset);
        }

        return start > 0 && start < content.Length && column.TotalCompressedSize > 0 && column.TotalCompressedSize <= content.Length - start
            ? (start, start + column.TotalCompressedSize)
            : throw new InvalidDataException($"a column of {column.TotalCompressedSize:N0} bytes is said to begin at byte {start:N0}");
    }

    private static void CheckNumbers(ReadOnlySpan<long> numbers, long page, long left, long largest)
    {
        var (packed, unpacked) = (numbers[PageNumbers.CompressedSize], numbers[PageNumbers.UncompressedSize]);
        if (packed < 0 || packed > left || unpacked < 0 || unpacked > largest)
        {
            throw new InvalidDataException($"the page at byte {page:N0} is said to have {packed:N0} bytes, {unpacked:N0} when it is unpacked");
        }

        // The library believes that truth values alone are written so, and writes over what lies behind the memory for narrow numbers.
        if (numbers[PageNumbers.Encoding] == (long)Encoding.RLE || numbers[PageNumbers.Encoding2] == (long)Encoding.RLE)
        {
            throw new InvalidDataException($"the page at byte {page:N0} is said to be written as truth values are");
        }
    }

    private static int Measure(ReadOnlySpan<byte> header, Span<long> numbers, long page)
    {
        try
        {
            return ThriftStructure.Measure(header, ParquetShape.Page, numbers);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"the header of the page at byte {page:N0} {damage.Message}", damage);
        }
    }
}
