using Caneth.Logs.Text;

namespace Caneth.Logs.Appending;

/// <summary>The end of a text log that is not compressed.</summary>
internal sealed class PlainTextEnd : TextEnd
{
    private readonly long length;

    private PlainTextEnd(Stream file)
    {
        length = file.Length;
        file.Position = 0;
        Beginning = new byte[Math.Min(length, AppendedText.BeginningLength)];
        file.ReadExactly(Beginning);
        LastLine = FindLastLine(file);
    }

    public static PlainTextEnd Find(Stream file) => new(file);

    public override AppendPoint Complete() => new(length, "\n"u8.ToArray(), null);

    public override AppendPoint? Cut(int count, string cutting) => new(length - count, [], count > 0 ? cutting : null);

    private byte[] FindLastLine(Stream file)
    {
        // A file whose last line is longer than any is one that no log format takes.
        var bytes = new byte[Math.Min(length, Utf8LineReader.MaxLineLength + 1)];
        file.Position = length - bytes.Length;
        file.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n');
        Problem = end < 0 && bytes.Length > Utf8LineReader.MaxLineLength ? "its last line is longer than any of a log" : null;
        return bytes[(end + 1)..];
    }
}
