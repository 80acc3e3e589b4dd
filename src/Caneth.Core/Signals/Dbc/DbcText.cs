using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Caneth.Signals.Dbc;

/// <summary>The text of a file in UTF-8, whatever it was in, and which line each place of it is in.</summary>
internal sealed class DbcText
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

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

    /// <summary>The column of a place, in characters, from 1.</summary>
    public int ColumnOf(int position)
    {
        var start = lineStarts[LineOf(position) - 1];
        return Encoding.UTF8.GetCharCount(Bytes.AsSpan(start, position - start)) + 1;
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
