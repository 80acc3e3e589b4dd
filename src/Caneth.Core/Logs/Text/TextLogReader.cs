using System.Text;
using Caneth.Logs.Seeking;

namespace Caneth.Logs.Text;

/// <summary>What the readers of text formats share: lines, and the report of those that cannot be read.</summary>
internal abstract class TextLogReader(LogFormat format, LogInput input, LogReadOptions options) : LogReader(format, input, options)
{
    /// <summary>After that many lines and nothing readable among them, the file is taken for one of another format.</summary>
    private const int WrongFileLines = 64;

    private const int MaxReportedText = 200;

    private const int MostContinued = 32;

    private readonly Utf8LineReader lines = new(input);

    // Held back until it is clear that the file is of this format, so that a wrong one gives a single error.
    private List<MalformedEntry>? suspects = [];

    private LogTimes? times;
    private bool skipped;

    /// <summary>Whether a line has shown that the file is of this format.</summary>
    public bool Recognised => suspects is null;

    /// <summary>Why lines, as they are written here, would be read as others after those of the file; null where they would not.</summary>
    public virtual string? AppendObstacle => null;

    /// <summary>Whether the time of a line is the same whichever lines were read before it, but for those of a header.</summary>
    protected virtual bool TimesAreIndependent => true;

    /// <summary>Whether a header can come anywhere in the file, and the times after it count from another start.</summary>
    protected virtual bool HasHeadersWithin => false;

    /// <summary>The lines that follow, as far as they were read already.</summary>
    protected ReadOnlySpan<byte> Upcoming => lines.Upcoming;

    /// <summary>Adds times to the start of the file.</summary>
    protected LogTimes Times => times ??= new LogTimes(LossCounter);

    /// <summary>The names of channels, a string for each that occurs.</summary>
    protected StringCache Names { get; } = new();

    protected override int ReadFrames(Span<CanFrame> destination)
    {
        try
        {
            return ReadLines(destination);
        }
        catch (ContradictionException contradiction)
        {
            throw new InvalidDataException($"{Input.DisplayName}, {Place}: {contradiction.Message}.", contradiction);
        }
    }

    public override long SkipTo(Timestamp moment)
    {
        if (!Recognised || lines.IsUtf16 || !TimesAreIndependent || MomentSearch.Find(Format, Input, Options, moment) is not { } place)
        {
            return 0;
        }

        var from = lines.Offset;
        if (HasHeadersWithin && !HasOnlyEvents(from, place))
        {
            return 0;
        }

        lines.GoTo(place);
        skipped = true;
        return place - from;
    }

    public override long? GoTo(long place) => TimesAreIndependent ? lines.GoTo(place) : null;

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>What it is.</returns>
    protected abstract EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame);

    /// <summary>
    /// What the rest of a line that is cut off could begin with, in cases that matter: where one of them makes another frame of
    /// it, nobody knows which frame it was.
    /// </summary>
    protected abstract IReadOnlyList<string> Continuations { get; }

    // Lines that were skipped are not counted.
    private string Place => skipped ? $"byte {lines.LineOffset}" : $"line {lines.LineNumber}";

    private int ReadLines(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && TryReadLine(out var line))
        {
            var result = lines.TooLong
                ? EntryResult.Malformed($"the line is longer than {Utf8LineReader.MaxLineLength} bytes")
                : ReadLine(line, out destination[count]);
            if (lines.EndMissing)
            {
                result = CheckPart(result, line, destination[count]);
            }

            switch (result.Kind)
            {
                case EntryKind.Frame:
                    count++;
                    Recognise();
                    break;
                case EntryKind.Header:
                    Recognise();
                    break;
                case EntryKind.Malformed:
                    Report(line, result.Reason);
                    break;
            }
        }

        FramesRead += count;
        if (count < destination.Length && suspects is { Count: > 0 })
        {
            throw WrongFile();
        }

        return count;
    }

    private bool HasOnlyEvents(long from, long to)
    {
        var place = Input.Place;
        try
        {
            using var part = Input.Look(long.MaxValue);
            return EventLines.AreAll(part, from, to);
        }
        finally
        {
            Input.GoTo(place);
        }
    }

    /// <summary>Reads the next line; where something is missing before it, that is reported first.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (!lines.TryReadLine(out line))
        {
            if (Input.TakeProblem() is not { } problem)
            {
                return false;
            }

            Report(new MalformedEntry(Input.Path, lines.LineNumber + 1, 0, string.Empty, problem));
            lines.ContinueAfterGap();
        }

        return true;
    }

    /// <summary>
    /// Looks again at a line without an end. What a killed process or a full disk left of a line can read as a frame that never
    /// was, so it is one only where nothing that follows could make another of it: where it says its length, or is closed.
    /// </summary>
    private EntryResult CheckPart(EntryResult result, ReadOnlySpan<byte> line, in CanFrame frame)
    {
        const string CutOff = "the file ends inside this line, which is left out";
        if (result.Kind == EntryKind.Malformed)
        {
            return EntryResult.Malformed($"{CutOff} ({result.Reason})");
        }

        if (result.Kind != EntryKind.Frame)
        {
            return result;
        }

        Recognise();
        Span<byte> longer = new byte[line.Length + MostContinued];
        line.CopyTo(longer);
        foreach (var continuation in Continuations)
        {
            var length = line.Length + Encoding.ASCII.GetBytes(continuation, longer[line.Length..]);
            if (ReadLine(longer[..length], out var other).Kind == EntryKind.Frame && !IsSame(frame, other))
            {
                return EntryResult.Malformed($"{CutOff}: what there is of it reads as a frame, but perhaps not as the one that was written");
            }
        }

        return result;
    }

    // Times are left aside, since those of some files count from the line before.
    private static bool IsSame(in CanFrame one, in CanFrame other) => one == other with { Timestamp = one.Timestamp };

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

    private void Report(ReadOnlySpan<byte> line, string reason)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxReportedText)]);
        var entry = skipped
            ? new MalformedEntry(Input.Path, 0, lines.LineOffset, text, reason)
            : new MalformedEntry(Input.Path, lines.LineNumber, 0, text, reason);
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

    private InvalidDataException WrongFile()
    {
        var first = suspects![0];
        var known = first.Line == 1 ? ForeignFormat.OfContent(first.Text) : null;
        return new InvalidDataException(VisibleText.Of($"{Input.DisplayName} is not a log of the format {Format.Name} ({Format.Description}): "
            + (known is null
                ? $"none of its first {suspects.Count} lines can be read. Line {first.Line}: {first.Reason}: '{first.Text}'."
                : $"by what it begins with it is {known}.")));
    }
}
