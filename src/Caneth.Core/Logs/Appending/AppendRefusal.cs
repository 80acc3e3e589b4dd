namespace Caneth.Logs.Appending;

/// <summary>Says that nothing can be appended to a file.</summary>
internal static class AppendRefusal
{
    public static InvalidDataException Of(string? path, string reason) =>
        new(VisibleText.Of($"'{path}' cannot be appended to: {reason}. Nothing was changed."));
}
