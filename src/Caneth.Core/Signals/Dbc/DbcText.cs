using System.Text;
using System.Text.Unicode;

namespace Caneth.Signals.Dbc;

/// <summary>The text of a file in UTF-8, whatever it was in, and which line each place of it is in.</summary>
internal sealed class DbcText
{
    /// <summary>A file may be one line of many megabytes, and is not to be counted through for each place in it.</summary>
    private const int MaxColumn = 10_000;

    private int[]? lineStarts;

    private DbcText(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    /// <summary>Brings what was read into UTF-8.</summary>
    /// <param name="bytes">The content of a file, which nobody changes from now on.</param>
    /// <param name="encoding">How it is encoded, or null to see by its content.</param>
    public static DbcText From(byte[] bytes, Encoding? encoding)
    {
        if (encoding is null)
        {
            return new(bytes.AsSpan() switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Utf8.IsValid(rest) ? rest.ToArray() : Windows1252.ToUtf8(rest),
                [0xFF, 0xFE, .. var rest] => Transcode(rest, Encoding.Unicode),
                [0xFE, 0xFF, .. var rest] => Transcode(rest, Encoding.BigEndianUnicode),

                // Without a mark: text begins with letters, of which one byte is zero.
                [not 0, 0, not 0, 0, ..] => Transcode(bytes, Encoding.Unicode),
                [0, not 0, 0, not 0, ..] => Transcode(bytes, Encoding.BigEndianUnicode),
                var all => Utf8.IsValid(all) ? bytes : Windows1252.ToUtf8(all),
            });
        }

        var start = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        return new(Transcode(bytes.AsSpan(start), encoding));
    }

    /// <summary>The place of a byte.</summary>
    public DbcPlace PlaceOf(int position)
    {
        lineStarts ??= FindLines(Bytes);
        var found = Array.BinarySearch(lineStarts, position);
        var line = found >= 0 ? found + 1 : ~found;
        return new(line, ColumnOf(Bytes.AsSpan(lineStarts[line - 1]..position)));
    }

    /// <summary>The column of what comes after the beginning of a line; no more than the longest that is counted.</summary>
    public static int ColumnOf(ReadOnlySpan<byte> before) =>
        before.IsEmpty ? 1 : Encoding.UTF8.GetCharCount(before[..Math.Min(before.Length, MaxColumn)]) + 1;

    private static byte[] Transcode(ReadOnlySpan<byte> bytes, Encoding encoding) => Encoding.UTF8.GetBytes(encoding.GetString(bytes));

    private static int[] FindLines(ReadOnlySpan<byte> bytes)
    {
        var starts = new List<int>(bytes.Length / 40 + 1) { 0 };
        for (var position = 0; ;)
        {
            var next = bytes[position..].IndexOfAny((byte)'\r', (byte)'\n');
            if (next < 0)
            {
                return [.. starts];
            }

            position += next + 1;
            if (bytes[position - 1] == '\r' && position < bytes.Length && bytes[position] == '\n')
            {
                position++;
            }

            starts.Add(position);
        }
    }
}
