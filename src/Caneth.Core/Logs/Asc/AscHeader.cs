using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>What the lines of an ASC file that are not events say about those that are.</summary>
internal sealed class AscHeader(LogReadOptions options)
{
    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; private set; } = options.StartTime;

    /// <summary>Whether ids and data are hexadecimal, not decimal.</summary>
    public bool Hexadecimal { get; private set; } = true;

    /// <summary>Whether the line read last was the beginning of a trigger block.</summary>
    public bool BlockBegan { get; private set; }

    /// <summary>Whether a time counts from the event before it, not from the start.</summary>
    public bool Relative { get; private set; }

    /// <summary>The header of a file, up to its first event.</summary>
    /// <param name="beginning">Lines from the beginning of the file.</param>
    public static AscHeader Read(ReadOnlyMemory<byte> beginning)
    {
        const int MostLines = 100;
        var header = new AscHeader(LogReadOptions.Default);
        var lines = new Utf8LineReader(LogInput.Of(beginning));
        for (var count = 0; count < MostLines && lines.TryReadLine(out var line); count++)
        {
            _ = header.Read(line.TrimStart((byte)' '));
        }

        return header;
    }

    /// <summary>Reads a line that is not an event.</summary>
    /// <param name="line">The line, without blanks before it.</param>
    /// <returns>What it is.</returns>
    public EntryResult Read(ReadOnlySpan<byte> line)
    {
        BlockBegan = false;
        if (line.StartsWith("//"u8))
        {
            return EntryResult.Nothing;
        }

        var words = new Utf8Words(line);
        switch (Encoding.UTF8.GetString(words.Next()).ToUpperInvariant())
        {
            case "DATE":
                return ReadStart(words.Rest);
            case "BASE":
                ReadBase(ref words);
                return EntryResult.Header;
            case "BEGIN":
                BlockBegan = true;
                _ = words.Next();
                return words.Peek.IsEmpty ? EntryResult.Header : ReadStart(words.Rest);
            case "END" or "INTERNAL" or "NO":
                return EntryResult.Header;
            default:
                return EntryResult.Malformed("this is neither an event, which begins with its time, nor a line of the header");
        }
    }

    private EntryResult ReadStart(ReadOnlySpan<byte> text)
    {
        if (AscDate.TryParse(text, out var date) && WallClock.TryToTimestamp(date, options.TimeZone, out var start))
        {
            Start = start;
            return EntryResult.Header;
        }

        return EntryResult.Malformed("the date cannot be read, so times count from the start before");
    }

    private void ReadBase(ref Utf8Words words)
    {
        while (!words.Peek.IsEmpty)
        {
            switch (Encoding.UTF8.GetString(words.Next()).ToUpperInvariant())
            {
                case "HEX":
                    Hexadecimal = true;
                    break;
                case "DEC":
                    Hexadecimal = false;
                    break;
                case "RELATIVE":
                    Relative = true;
                    break;
                case "ABSOLUTE":
                    Relative = false;
                    break;
            }
        }
    }
}
