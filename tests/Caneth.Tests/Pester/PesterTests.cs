using Caneth.Tests.Package;

namespace Caneth.Tests.Pester;

/// <summary>
/// The Pester suite in a PowerShell of the tool manifest, against the module as it is installed. Each of its tests is a result of its
/// own, and the last one says how many passed.
/// </summary>
[Collection(nameof(PackagedModule))]
public sealed class PesterTests
{
    // Far more than it takes on a machine that is busy with others.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [MemberData(nameof(RunAsync), DisableDiscoveryEnumeration = true)]
    public void Passes(PesterResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.File is not null)
        {
            // A run of all tests names such files at its end, and so the number that passed.
            TestContext.Current.AddAttachment("pester", File.ReadAllBytes(result.File), "application/xml");
        }

        Assert.SkipWhen(result.Status == "Skipped", result.Message);
        Assert.True(result.Status == "Passed", $"{result.Status}: {result.Message}");
    }

    /// <summary>Runs the suite, and gives what became of each of its tests.</summary>
    public static async Task<IEnumerable<TheoryDataRow<PesterResult>>> RunAsync()
    {
        var package = await TestContext.Current.GetFixture<ModulePackage>() ?? throw new InvalidOperationException("There is no package.");
        var folder = package.NewFolder();
        var module = Path.Combine(folder, "Caneth");
        package.Install(module);
        var file = Path.Combine(folder, "results.xml");

        var (exitCode, output) = await DotnetCommand.RunAsync("tool", "restore");
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await DotnetCommand.RunAsync(Patience, "pwsh", "-NoProfile", "-NonInteractive",
            "-File", Path.Combine("tests", "Pester", "Run.ps1"), "-Manifest", Path.Combine(module, "Caneth.psd1"), "-ResultPath", file);
        Assert.True(File.Exists(file), output);
        var results = PesterResult.Read(file);
        return [.. results.Append(PesterResult.OfAll(results, exitCode, output, file)).Select(result => new TheoryDataRow<PesterResult>(result))];
    }
}
