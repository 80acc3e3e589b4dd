namespace Caneth.Logs;

/// <summary>A line of a log file, or a section of a binary one, that cannot be read.</summary>
/// <param name="Path">The file, or null where a stream without a name is read.</param>
/// <param name="Line">The number of the line, from 1; 0 in a binary file, and after a part of a file that was passed over.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the file, where it has no number; otherwise 0.</param>
/// <param name="Text">Its text, at most the first 200 characters.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record MalformedEntry(string? Path, long Line, long Offset, string Text, string Reason)
{
    /// <summary>The entry as one line of a message, with control characters made visible.</summary>
    /// <returns><c>drive.log:17: an id has 3 or 8 hex digits: '(1.0) can0 12#00'</c></returns>
    public override string ToString()
    {
        var place = Line > 0 ? $"{Path ?? "line "}{(Path is null ? "" : ":")}{Line}" : $"{Path ?? "the file"} at byte {Offset}";
        return VisibleText.Of(Text.Length > 0 ? $"{place}: {Reason}: '{Text}'" : $"{place}: {Reason}");
    }
}
