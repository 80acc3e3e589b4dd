using Caneth.Tests.Package;
using YamlDotNet.Serialization;

namespace Caneth.Tests.Satellites;

/// <summary>Satellites are installed with the module, each in a folder of its own, and nothing of them lies where a shell would find it.</summary>
[Collection(nameof(PackagedModule))]
public sealed class SatellitePackageTests(ModulePackage package)
{
    private const string Probe = "Caneth.Satellite.Probe";

    [Fact]
    public async Task All_that_a_satellite_needs_is_installed_in_its_folder_and_nothing_in_bin_and_it_works_from_there()
    {
        var folder = package.NewFolder();
        var (exitCode, output) = await DotnetCommand.RunAsync("pack", "src/Caneth", "--no-build", "--configuration", Checkout.Configuration,
            "--output", folder, $"-p:MoreSatellites={Checkout.At("tests", Probe, Probe + ".csproj")}");
        Assert.True(exitCode == 0, output);

        var module = Path.Combine(folder, "module");
        ModulePackage.Install(Assert.Single(Directory.GetFiles(folder)), module);
        Assert.Equal(["Caneth.Core.dll", "Caneth.dll"], FilesIn("bin"));
        Assert.Equal([$"{Probe}.deps.json", $"{Probe}.dll", "YamlDotNet.dll"], FilesIn("lib", Probe));

        (exitCode, output) = await DotnetCommand.RunAsync("tool", "restore");
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await DotnetCommand.RunAsync("pwsh", "-NoProfile", "-NonInteractive", "-File",
            Checkout.At("tests", "Caneth.Tests", "Satellites", "use-a-satellite.ps1"), Path.Combine(module, "Caneth.psd1"),
            typeof(IDeserializer).Assembly.Location);
        Assert.True(exitCode == 0, output);
        Assert.Equal("done", output.Trim());

        IEnumerable<string?> FilesIn(params string[] names) =>
            Directory.GetFiles(Path.Combine([module, .. names]), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal);
    }
}
