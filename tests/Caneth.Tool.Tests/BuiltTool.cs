namespace Caneth.Tests;

/// <summary>Where the built command is.</summary>
internal static class BuiltTool
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>How the tests were built, and so the command.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The project of the command.</summary>
    public static string Project => Path.Combine(Root, "src", "Caneth.Tool");

    /// <summary>The command itself.</summary>
    public static string Executable =>
        Path.Combine(Project, "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? "Caneth.Tool.exe" : "Caneth.Tool");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Caneth.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
