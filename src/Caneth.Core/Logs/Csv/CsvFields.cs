using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>The fields of a line of CSV (RFC 4180): separated by a character, in quotation marks or not.</summary>
/// <param name="line">The line.</param>
/// <param name="delimiter">What separates the fields.</param>
internal ref struct CsvFields(ReadOnlySpan<byte> line, byte delimiter)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>Whether every field was taken.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Takes the next field.</summary>
    /// <param name="field">Its content; a doubled quotation mark in it is left as it is.</param>
    /// <param name="hasDoubledQuotes">Whether there is one.</param>
    /// <returns>Whether it is written as it should be.</returns>
    public bool TryTake(out ReadOnlySpan<byte> field, out bool hasDoubledQuotes)
    {
        hasDoubledQuotes = false;
        if (rest is not [(byte)'"', ..])
        {
            var end = rest.IndexOf(delimiter);
            field = end < 0 ? rest : rest[..end];
            return TakeDelimiter(field.Length);
        }

        var close = 1;
        while (true)
        {
            var quote = rest[close..].IndexOf((byte)'"');
            if (quote < 0)
            {
                field = default;
                return false;
            }

            close += quote;
            if (close + 1 >= rest.Length || rest[close + 1] != '"')
            {
                break;
            }

            hasDoubledQuotes = true;
            close += 2;
        }

        field = rest[1..close];
        return TakeDelimiter(close + 1);
    }

    /// <summary>Takes the next field where it is a byte in two hex digits and another follows it; otherwise takes nothing.</summary>
    public bool TryTakeByte(out byte value)
    {
        value = 0;
        if (rest.Length < 3 || rest[2] != delimiter || HexDigit.Pair(rest[0], rest[1]) is not (<= byte.MaxValue and var pair))
        {
            return false;
        }

        value = (byte)pair;
        rest = rest[3..];
        return true;
    }

    /// <summary>
    /// Takes the next field where it is <c>"False"</c>, as nearly all flags of a table are, and another follows it; otherwise takes nothing.
    /// </summary>
    public bool TryTakeFalse()
    {
        var written = "\"False\""u8;
        if (rest.Length <= written.Length || !rest.StartsWith(written) || rest[written.Length] != delimiter)
        {
            return false;
        }

        rest = rest[(written.Length + 1)..];
        return true;
    }

    /// <summary>The text of a field.</summary>
    public static string Text(ReadOnlySpan<byte> field, bool hasDoubledQuotes)
    {
        var text = Encoding.UTF8.GetString(field);
        return hasDoubledQuotes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    private bool TakeDelimiter(int length)
    {
        AtEnd = length == rest.Length;
        if (AtEnd)
        {
            rest = default;
            return true;
        }

        var delimited = rest[length] == delimiter;
        rest = rest[(length + 1)..];
        return delimited;
    }
}
