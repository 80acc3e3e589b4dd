namespace Caneth.Testing;

/// <summary>Where things are in the checkout that this was built in.</summary>
public static class Checkout
{
    /// <summary>The root of the checkout, which is the module.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => At("Caneth.psd1");

    /// <summary>What was built: Debug or Release.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A path in the checkout.</summary>
    public static string At(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>What was built of a project that the running one only makes sure is built.</summary>
    /// <param name="folder">The project's folder, of the root: <c>src</c> or <c>tests</c>.</param>
    /// <param name="project">The name of the project.</param>
    /// <param name="file">The name of the file.</param>
    public static string Built(string folder, string project, string file) => At(folder, project, "bin", Configuration, "net10.0", file);

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
