namespace Caneth.Tool.Configuration;

/// <summary>
/// Secrets do not stand in a configuration: it says where they are, <c>env:NAME</c> in the environment, or <c>file:PATH</c> the first line of a file, as
/// systemd and containers hand them over. They are in no message.
/// </summary>
internal static class Secret
{
    private const string Variable = "env:";
    private const string FirstLine = "file:";
    private const int LongestFile = 64 * 1024;

    /// <summary>Fetches a secret; null where none is asked for.</summary>
    /// <exception cref="ConfigException">It stands in the configuration itself, or is not where it should be.</exception>
    public static string? Of(ConfigSection section, string name) => section.Text(name) is not { } place ? null
        : place.StartsWith(Variable, StringComparison.Ordinal) ? OfVariable(section, name, place[Variable.Length..])
        : place.StartsWith(FirstLine, StringComparison.Ordinal) ? OfFile(section, name, place[FirstLine.Length..])
        : throw section.Wrong(name, "a secret does not stand here. Say where it is: \"env:NAME\" for a variable of the environment, \"file:PATH\" for a file.");

    private static string OfVariable(ConfigSection section, string name, string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
        : throw section.Wrong(name, $"there is no variable '{VisibleText.Shorten(variable)}' in the environment.");

    private static string OfFile(ConfigSection section, string name, string path)
    {
        try
        {
            var file = new FileInfo(path);
            var line = file.Length <= LongestFile ? File.ReadLines(file.FullName).FirstOrDefault() : null;
            return line is { Length: > 0 } ? line : throw section.Wrong(name, $"the first line of '{VisibleText.Shorten(path)}' is empty, or the file is longer than 64 KB.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw section.Wrong(name, $"'{VisibleText.Shorten(path)}' cannot be read: {failure.Message}");
        }
    }
}
