using System.IO.Compression;

namespace Caneth.Testing;

/// <summary>
/// A package: made once from what was built, as build.ps1 Package makes it, or found in the folder that <c>CANETH_PACKAGES</c> names,
/// so that a release sends what was tested.
/// </summary>
/// <param name="id">The id of the package.</param>
/// <param name="project">The folder of its project.</param>
/// <param name="folder">Where it lies.</param>
/// <param name="version">The version that it is made with; null for its own.</param>
public abstract class BuiltPackage(string id, string project, TemporaryFolder folder, string? version = null) : IAsyncLifetime
{
    /// <summary>The folder that it lies in: a source of packages.</summary>
    public string Folder => folder.Path;

    /// <summary>The package file.</summary>
    public string File => Directory.GetFiles(Folder, "*.nupkg").Single();

    /// <summary>Its version, as its name has it.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)[(id.Length + 1)..];

    /// <summary>The files in it, by their paths.</summary>
    public string[] Entries()
    {
        using var package = ZipFile.OpenRead(File);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The text of a file in it.</summary>
    public string Read(string entry)
    {
        using var package = ZipFile.OpenRead(File);
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>A folder in its folder that nothing else has.</summary>
    public string NewFolder() => folder.NewFolder();

    /// <summary>Makes or finds it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CANETH_PACKAGES") is { Length: > 0 } packages)
        {
            var made = Directory.GetFiles(Checkout.At(packages), $"{id}.*.nupkg", SearchOption.AllDirectories)
                .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));
            System.IO.File.Copy(made, folder.Of(Path.GetFileName(made)));
            return;
        }

        var (exitCode, output) = await DotnetCommand.RunAsync([
            "pack", project, "--no-build", "--configuration", Checkout.Configuration, "--output", Folder,
            .. version is null ? (string[])[] : [$"-p:PackageVersion={version}"],
        ]);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>Removes it.</summary>
    public virtual ValueTask DisposeAsync()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
