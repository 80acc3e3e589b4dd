namespace Caneth.Tests;

/// <summary>Recordings of others, kept beside the checkout and not in it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file in <c>../shared/data</c>; the test is left out where it is absent.</summary>
    public static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Caneth.sln")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "data", file);
                Assert.SkipUnless(File.Exists(path), $"../shared/data/{file} is not here.");
                return path;
            }
        }

        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
