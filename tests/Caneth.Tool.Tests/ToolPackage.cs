using System.IO.Compression;

namespace Caneth.Tests;

/// <summary>
/// The package of the command: made once from what was built, or found in the folder that <c>CANETH_PACKAGES</c> names, so that a
/// release sends what was tested.
/// </summary>
public sealed class ToolPackage : IAsyncLifetime
{
    private const string Id = "Caneth.Tool";
    private readonly TemporaryFolder folder = new();

    /// <summary>The folder that it lies in, with nothing else: a source of packages.</summary>
    public string Folder => folder.Path;

    /// <summary>The package file.</summary>
    public string File => Directory.GetFiles(Folder, "*.nupkg").Single();

    /// <summary>Its version, as its name has it.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)[(Id.Length + 1)..];

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

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CANETH_PACKAGES") is { Length: > 0 } packages)
        {
            var made = Directory.GetFiles(Path.Combine(BuiltTool.Root, packages), $"{Id}.*.nupkg", SearchOption.AllDirectories).Single();
            System.IO.File.Copy(made, Path.Combine(Folder, Path.GetFileName(made)));
            return;
        }

        // A version that no other run has made, since installed tools are kept.
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var pack = RunningTool.StartProgram(dotnet, ["pack", BuiltTool.Project, "--no-build",
            "-c", BuiltTool.Configuration, "-o", Folder, $"-p:PackageVersion=0.0.0-test{Environment.ProcessId}"]);
        var result = await pack.EndAsync();
        Assert.True(result.ExitStatus == 0, result.Output + result.Error);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
