using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Caneth.Signals.Dbc;

/// <summary>The text of a file in UTF-8, whatever it was in, and which line each place of it is in.</summary>
internal sealed class DbcText
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>A file may be one line of many megabytes, and is not to be counted through for each place in it.</summary>
    private const int MaxColumn = 10_000;

    private readonly int[] lineStarts;

    private DbcText(byte[] bytes)
    {
        Bytes = bytes;
        lineStarts = FindLines(bytes);
    }

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
                var all => Utf8.IsValid(all) ? bytes : Windows1252.ToUtf8(all),
            });
        }

        var start = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        return new(Transcode(bytes.AsSpan(start), encoding));
    }

    /// <summary>The line of a place, from 1.</summary>
    public int LineOf(int position)
    {
        var found = Array.BinarySearch(lineStarts, position);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The line of a place and its column in it, in characters; both from 1, and the column no more than the longest that is counted.</summary>
    public (int Line, int Column) PlaceOf(int position)
    {
        var line = LineOf(position);
        var start = lineStarts[line - 1];
        return (line, Encoding.UTF8.GetCharCount(Bytes.AsSpan(start, Math.Min(position - start, MaxColumn))) + 1);
    }

    private static byte[] Transcode(ReadOnlySpan<byte> bytes, Encoding encoding) => Encoding.UTF8.GetBytes(encoding.GetString(bytes));

    private static int[] FindLines(ReadOnlySpan<byte> bytes)
    {
        var starts = new List<int>(bytes.Length / 40 + 1) { 0 };
        for (var position = 0; ;)
        {
            var next = bytes[position..].IndexOfAny(LineEnds);
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
