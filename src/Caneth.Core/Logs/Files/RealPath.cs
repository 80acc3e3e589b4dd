namespace Caneth.Logs.Files;

/// <summary>One name for a file or folder, whichever links lead to it.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Compares real paths as the file systems that are usual on this platform do.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The absolute path without any link in it. What is not there, or cannot be looked at, remains as it is.</summary>
    public static string Of(string path)
    {
        try
        {
            return Resolve(Path.GetFullPath(path), MostLinks);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Path.GetFullPath(path);
        }
    }

    private static string Resolve(string path, int linksLeft)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null)
        {
            return path;
        }

        var real = Path.Combine(Resolve(folder, linksLeft), Path.GetFileName(path));
        return linksLeft > 0 && new FileInfo(real).LinkTarget is { } target
            ? Resolve(Path.GetFullPath(target, Path.GetDirectoryName(real)!), linksLeft - 1)
            : real;
    }
}
