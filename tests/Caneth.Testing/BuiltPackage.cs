using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Caneth.Testing;

/// <summary>
/// A package: made once from what was built, as build.ps1 Package makes it, or found in the folder that <c>CANETH_PACKAGES</c> names,
/// so that a release sends what was tested. Of a package that a release has for each system, it is the one for this system.
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
    public string File => Found($"{id}.{RuntimeInformation.RuntimeIdentifier}") ?? Found($"{id}.any") ?? Found(id)!;

    /// <summary>Its version, as its name has it.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Found(id)!)[(id.Length + 1)..];

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
            // What says which is for which system, and those.
            var its = new Regex($@"^{Regex.Escape(id)}(\.any|\.\w+-\w+)?\.\d");
            foreach (var made in Directory.GetFiles(Checkout.At(packages), "*.nupkg", SearchOption.AllDirectories).Where(file => its.IsMatch(Path.GetFileName(file))))
            {
                System.IO.File.Copy(made, folder.Of(Path.GetFileName(made)));
            }

            Assert.True(Found(id) is not null, $"There is no package {id} in {packages}.");
            return;
        }

        var (exitCode, output) = await DotnetCommand.RunAsync([
            "pack", project, "--no-build", "--configuration", Checkout.Configuration, "--output", Folder,
            .. version is null ? (string[])[] : [$"-p:PackageVersion={version}"],
        ]);
        Assert.True(exitCode == 0, output);
    }

    private string? Found(string name) => Directory.GetFiles(Folder, $"{name}.*.nupkg")
        .SingleOrDefault(file => char.IsAsciiDigit(Path.GetFileName(file)[name.Length + 1]));

    /// <summary>Removes it.</summary>
    public virtual ValueTask DisposeAsync()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
