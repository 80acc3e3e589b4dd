using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Appending;

/// <summary>A text log that is to be appended to: whether it is of the format, and where its last whole line ends.</summary>
internal sealed class AppendedText
{
    /// <summary>How much of the beginning shows what a file is.</summary>
    public const int BeginningLength = 64 * 1024;

    private readonly LogFormat format;
    private readonly string path;
    private readonly byte[] raw;

    private AppendedText(LogFormat format, string path, TextEnd end)
    {
        this.format = format;
        this.path = path;
        var whole = end.Beginning.AsSpan().LastIndexOf((byte)'\n') + 1;
        Beginning = end.Beginning.AsMemory(0, whole);
        raw = end.Beginning;
        Point = end.Problem is null ? Find(end) : throw AppendRefusal.Of(path, $"{end.Problem}");
    }

    /// <summary>Whole lines from the beginning.</summary>
    public ReadOnlyMemory<byte> Beginning { get; }

    /// <summary>Whether there are lines of the format already, so that the header is there.</summary>
    public bool HasLines { get; private set; }

    /// <summary>The first line that is neither empty nor a comment, without its end.</summary>
    public string FirstLine
    {
        get
        {
            var lines = new Utf8LineReader(LogInput.Of(Beginning));
            while (lines.TryReadLine(out var line))
            {
                if (line is not [] and not [(byte)'#', ..])
                {
                    return Encoding.UTF8.GetString(line);
                }
            }

            return string.Empty;
        }
    }

    /// <summary>Where and how the file is appended to.</summary>
    public AppendPoint Point { get; }

    /// <summary>Examines a file; it is not changed.</summary>
    /// <exception cref="InvalidDataException">It is of another format, or damaged so that nothing can be appended.</exception>
    public static AppendedText Examine(LogFormat format, string path, Stream file, bool compressed) =>
        new(format, path, compressed ? CompressedTextEnd.Find(file) : PlainTextEnd.Find(file));

    private AppendPoint Find(TextEnd end)
    {
        var before = Read(Beginning.Span, []);
        HasLines = before.Recognised;
        if (end.LastLine.Length is > 0 and <= Utf8LineReader.MaxLineLength)
        {
            var after = Read(Beginning.Span, end.LastLine);
            if (after.Frames > before.Frames)
            {
                HasLines = true;
                return end.Complete();
            }
        }

        return end.Cut(end.LastLine.Length, end.Cutting(end.LastLine.Length))
            ?? throw AppendRefusal.Of(path, "its last line has no end, and lies in compressed data that cannot be changed");
    }

    private (bool Recognised, long Frames) Read(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> lastLine)
    {
        byte[] content = [.. lines, .. lastLine];
        if (Utf16Input.IsUtf16(content))
        {
            throw AppendRefusal.Of(path, "it is UTF-16, as Windows PowerShell redirects, and UTF-8 would be written");
        }

        using var reader = (TextLogReader)format.Open(new LogInput(new MemoryStream(content), path), LogReadOptions.Default);
        try
        {
            var room = new CanFrame[256];
            while (reader.Read(room) > 0)
            {
            }
        }
        catch (InvalidDataException)
        {
            throw AppendRefusal.OfAnother(path, format, raw);
        }

        return reader.AppendObstacle is { } obstacle ? throw AppendRefusal.Of(path, obstacle) : (reader.Recognised, reader.FramesRead);
    }
}
