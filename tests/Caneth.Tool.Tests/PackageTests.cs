namespace Caneth.Tests;

[Collection(nameof(PackagedTool))]
public sealed class PackageTests(ToolPackage package)
{
    [Fact]
    public async Task The_dotnet_tool_installs_and_runs()
    {
        using var folder = new TemporaryFolder();
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

        // Nothing but the package's folder is asked for packages.
        var sources = folder.Write("nuget.config", $"""
            <configuration><packageSources><clear /><add key="here" value="{package.Folder}" /></packageSources></configuration>
            """);
        var tools = Path.Combine(folder.Path, "tools");
        await RunAsync(folder, dotnet, "tool", "install", "Caneth.Tool", "--version", package.Version,
            "--tool-path", tools, "--configfile", sources, "--add-source", package.Folder);

        var caneth = Path.Combine(tools, OperatingSystem.IsWindows() ? "caneth.exe" : "caneth");
        Assert.Contains("Usage:", await RunAsync(folder, caneth, "--help"), StringComparison.Ordinal);
        Assert.Contains($"The files are in {folder.Path}", await RunAsync(folder, caneth, "demo"), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(TemporaryFolder folder, string program, params string[] arguments)
    {
        // What they leave behind goes with the folder.
        var result = await RunningProgram.RunAsync(program, arguments,
            start => start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = folder.Path);
        Assert.True(result.ExitStatus == 0, result.Output + result.Error);
        return result.Output;
    }
}
