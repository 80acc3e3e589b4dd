using System.IO.Compression;

namespace Caneth.Tests.Package;

/// <summary>The package of the module, in a folder with a space and a letter beyond ASCII in its path.</summary>
public sealed class ModulePackage() : BuiltPackage("Caneth", "src/Caneth", new TemporaryFolder("Caneth package ä "))
{
    /// <summary>What a package has besides what was put into it.</summary>
    private static bool IsWrapping(string entry) =>
        entry is "Caneth.nuspec" or "[Content_Types].xml" || entry.StartsWith("_rels/", StringComparison.Ordinal) || entry.StartsWith("package/", StringComparison.Ordinal);

    /// <summary>The files of the module.</summary>
    public IEnumerable<string> Files() => Entries().Where(entry => !IsWrapping(entry));

    /// <summary>Puts the module into a folder, as an installer does, and lets nobody write there.</summary>
    public void Install(string target) => Install(File, target);

    /// <summary>Puts the module of any package into a folder, as an installer does, and lets nobody write there.</summary>
    public static void Install(string file, string target)
    {
        using var package = ZipFile.OpenRead(file);
        foreach (var entry in package.Entries.Where(entry => !IsWrapping(entry.FullName)))
        {
            var path = Path.Combine(target, entry.FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path);
            System.IO.File.SetAttributes(path, FileAttributes.ReadOnly);
        }
    }
}
