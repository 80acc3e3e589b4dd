using System.IO.Compression;

namespace Caneth.Tests.Package;

/// <summary>
/// The package of the module: made once from what was built, as build.ps1 Package makes it, or found in the folder that
/// <c>CANETH_PACKAGES</c> names, so that a release sends what was tested.
/// </summary>
public sealed class ModulePackage : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("Caneth package ä ");

    /// <summary>The package file.</summary>
    public string File => Directory.GetFiles(folder.FullName, "*.nupkg").Single();

    /// <summary>What a package has besides what was put into it.</summary>
    private static bool IsWrapping(string entry) =>
        entry is "Caneth.nuspec" or "[Content_Types].xml" || entry.StartsWith("_rels/", StringComparison.Ordinal) || entry.StartsWith("package/", StringComparison.Ordinal);

    /// <summary>The files of the module.</summary>
    public IEnumerable<string> Files()
    {
        using var package = ZipFile.OpenRead(File);
        return [.. package.Entries.Select(entry => entry.FullName).Where(entry => !IsWrapping(entry))];
    }

    /// <summary>The text of a file in the package.</summary>
    public string Read(string entry)
    {
        using var package = ZipFile.OpenRead(File);
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Puts the module into a folder, as an installer does, and lets nobody write there.</summary>
    public void Install(string target)
    {
        using var package = ZipFile.OpenRead(File);
        foreach (var entry in package.Entries.Where(entry => !IsWrapping(entry.FullName)))
        {
            var path = Path.Combine(target, entry.FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path);
            System.IO.File.SetAttributes(path, FileAttributes.ReadOnly);
        }
    }

    /// <summary>A new folder with a space and letters beyond ASCII in its path.</summary>
    public DirectoryInfo NewFolder() => folder.CreateSubdirectory(Guid.NewGuid().ToString("N"));

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CANETH_PACKAGES") is { Length: > 0 } packages)
        {
            var made = Directory.GetFiles(Path.Combine(Checkout.Root, packages), "Caneth.*.nupkg", SearchOption.AllDirectories)
                .Single(file => char.IsAsciiDigit(Path.GetFileName(file)["Caneth.".Length]));
            System.IO.File.Copy(made, Path.Combine(folder.FullName, Path.GetFileName(made)));
            return;
        }

        var (exitCode, output) = await DotnetCommand.RunAsync("pack", "src/Caneth", "--no-build", "--configuration", Checkout.Configuration, "--output", folder.FullName);
        Assert.True(exitCode == 0, output);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }

        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
