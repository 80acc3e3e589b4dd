namespace Caneth.Tests;

/// <summary>Where things are.</summary>
internal static class Checkout
{
    /// <summary>The root of the checkout, which is the module.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Path.Combine(Root, "Caneth.psd1");

    /// <summary>What was built: Debug or Release.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A file in <c>../shared/data</c>; the test is left out where it is absent.</summary>
    public static string SharedData(string file)
    {
        var path = Path.Combine(Root, "..", "shared", "data", file);
        Assert.SkipUnless(File.Exists(path), $"../shared/data/{file} is not here.");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Caneth.psd1")) && File.Exists(Path.Combine(folder.FullName, "Caneth.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
