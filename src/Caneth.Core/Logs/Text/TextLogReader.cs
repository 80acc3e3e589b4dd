using System.Text;

namespace Caneth.Logs.Text;

/// <summary>What the readers of text formats share: lines, counting, the report of lines that cannot be read.</summary>
internal abstract class TextLogReader(LogFormat format, LogSource source, LogReadOptions options) : ILogReader
{
    /// <summary>After that many lines and nothing readable among them, the file is taken for one of another format.</summary>
    private const int WrongFileLines = 64;

    private const int MaxReportedText = 200;

    private readonly Utf8LineReader lines = new(source);

    // Held back until it is clear that the file is of this format, so that a wrong one gives a single error.
    private List<MalformedEntry>? suspects = [];
    private bool damageReported;

    // Why ReadLine said Malformed.
    private string reason = string.Empty;

    public LogFormat Format => format;

    public long BytesRead => source.BytesRead;

    public long? BytesTotal => source.BytesTotal;

    public long FramesRead { get; private set; }

    public long MalformedCount { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses => Lost.Losses;

    protected LogReadOptions Options => options;

    protected LossCounter Lost { get; } = new();

    /// <summary>The names of channels, a string for each that occurs.</summary>
    protected NameCache Names { get; } = new();

    public int Read(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && lines.TryReadLine(out var line))
        {
            var kind = lines.TooLong
                ? Malformed($"the line is longer than {Utf8LineReader.MaxLineLength} bytes")
                : ReadLine(line, out destination[count]);
            switch (kind)
            {
                case LineKind.Frame:
                    count++;
                    Recognise();
                    break;
                case LineKind.Head:
                    Recognise();
                    break;
                case LineKind.Malformed:
                    Report(Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxReportedText)]));
                    break;
            }
        }

        FramesRead += count;
        if (count < destination.Length)
        {
            CheckEnd();
        }

        return count;
    }

    public virtual void Dispose() => source.Dispose();

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>What it is.</returns>
    protected abstract LineKind ReadLine(ReadOnlySpan<byte> line, out CanFrame frame);

    /// <summary>Says what is wrong with a line.</summary>
    protected LineKind Malformed(string problem)
    {
        reason = problem;
        return LineKind.Malformed;
    }

    private void Recognise()
    {
        if (suspects is null)
        {
            return;
        }

        var held = suspects;
        suspects = null;
        held.ForEach(Report);
    }

    private void Report(string text)
    {
        var entry = new MalformedEntry(source.Path, lines.LineNumber, 0, text, reason);
        if (suspects is null)
        {
            Report(entry);
            return;
        }

        suspects.Add(entry);
        if (suspects.Count == WrongFileLines)
        {
            throw WrongFile();
        }
    }

    private void Report(MalformedEntry entry)
    {
        MalformedCount++;
        options.OnMalformed?.Invoke(entry);
    }

    private void CheckEnd()
    {
        if (suspects is { Count: > 0 })
        {
            throw WrongFile();
        }

        if (source.Damage is { } damage && !damageReported)
        {
            damageReported = true;
            Report(new MalformedEntry(source.Path, lines.LineNumber + 1, 0, string.Empty, damage));
        }
    }

    private InvalidDataException WrongFile()
    {
        var first = suspects![0];
        return new InvalidDataException($"{source.DisplayName} is no {format.Name} log ({format.Description}): none of its first "
            + $"{suspects.Count} lines can be read. Line {first.Line}: {first.Reason}: '{first.Text}'.");
    }
}
