namespace Caneth.Logs.Appending;

/// <summary>Says that nothing can be appended to a file.</summary>
internal static class AppendRefusal
{
    public static InvalidDataException Of(string? path, string reason) =>
        new(VisibleText.Of($"'{path}' cannot be appended to: {reason}. Nothing was changed."));

    /// <summary>Says that a file is of another format than would be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What would be written.</param>
    /// <param name="beginning">What the file begins with, by which its format is told.</param>
    public static InvalidDataException OfAnother(string path, LogFormat format, byte[] beginning)
    {
        var other = LogFormats.TryRecognise(beginning);
        return Of(path, $"{format.Name} ({format.Description}) would be written, and the file "
            + (other is null ? "is not such a log" : $"is one of {other.Name} ({other.Description})"));
    }
}
