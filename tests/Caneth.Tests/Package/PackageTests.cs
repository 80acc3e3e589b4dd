using System.IO.Compression;
using System.Xml.Linq;

namespace Caneth.Tests.Package;

/// <summary>What is installed is the module, all of it and nothing else, and it works wherever it is put.</summary>
[Collection(nameof(PackagedModule))]
public sealed class PackageTests(ModulePackage package)
{
    // Each with its libraries.
    private static IEnumerable<string> Satellites =>
    [
        .. SatelliteOf("Caneth.Mqtt", "MQTTnet.dll"),
        .. SatelliteOf("Caneth.Nats", "Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions.dll",
            "Microsoft.Extensions.Primitives.dll", "NATS.Client.Abstractions.dll", "NATS.Client.Core.dll", "NATS.Client.JetStream.dll", "NATS.NKeys.dll"),
        .. SatelliteOf("Caneth.Parquet", "CommunityToolkit.HighPerformance.dll", "K4os.Compression.LZ4.dll", "Microsoft.IO.RecyclableMemoryStream.dll",
            "Parquet.dll", "Snappier.dll", "ZstdSharp.dll"),
        .. SatelliteOf("Caneth.Terminal", "Spectre.Console.Ansi.dll", "Spectre.Console.dll"),
    ];

    [Fact]
    public void It_holds_what_a_user_needs_and_nothing_else()
    {
        string[] expected = ["Caneth.psd1", "Caneth.Format.ps1xml", "Caneth.Types.ps1xml", "bin/Caneth.dll", "bin/Caneth.Core.dll", "README.md", "CHANGELOG.md", "LICENSE", "THIRD-PARTY-NOTICES.txt", .. Help(), .. Satellites];
        Assert.Equal(expected.Order(StringComparer.Ordinal), package.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_gallery_finds_in_it_what_it_asks_for()
    {
        var metadata = XDocument.Parse(package.Read("Caneth.nuspec")).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal("Caneth", Value("id"));
        Assert.Equal(PackageVersion(), Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Contains("PSModule", Value("tags")!.Split(' '));
        Assert.NotEmpty(Value("description")!);
        Assert.Null(Value("dependencies"));
    }

    [Fact]
    public void Its_readme_is_for_those_who_installed_it_and_leads_nowhere_that_is_not_in_it()
    {
        var readme = package.Read("README.md");
        Assert.Contains("Install-PSResource Caneth", readme);
        Assert.DoesNotMatch(@"\]\((?!https://)", readme);
        Assert.DoesNotMatch("dotnet (build|run|test)|clone", readme);
    }

    [Fact]
    public async Task A_prerelease_and_the_address_of_the_project_are_said_in_one_place_and_come_into_the_package()
    {
        var folder = package.NewFolder();
        var (exitCode, output) = await DotnetCommand.RunAsync("pack", "src/Caneth", "--no-build", "--configuration", Checkout.Configuration,
            "--output", folder, "-p:VersionSuffix=preview1", "-p:ProjectUrl=https://example.invalid/caneth");
        Assert.True(exitCode == 0, output);
        using var file = ZipFile.OpenRead(Path.Combine(folder, $"Caneth.{Version()}-preview1.nupkg"));
        Assert.Contains("<projectUrl>https://example.invalid/caneth</projectUrl>", Read("Caneth.nuspec"));
        var manifest = Path.Combine(folder, "Caneth.psd1");
        await File.WriteAllTextAsync(manifest, Read("Caneth.psd1"), TestContext.Current.CancellationToken);
        using var shell = new Shell();
        Assert.Equal([Version(), "preview1", "https://example.invalid/caneth", "https://opensource.org/license/mit"], shell.Run<string>("""
            $manifest = Import-PowerShellDataFile $args[0]
            $manifest.ModuleVersion, $manifest.PrivateData.PSData.Prerelease
            $manifest.PrivateData.PSData.ProjectUri, $manifest.PrivateData.PSData.LicenseUri
            """, manifest));

        string Read(string entry)
        {
            using var reader = new StreamReader(file.GetEntry(entry)!.Open());
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void Manifest_package_and_assemblies_are_of_one_version()
    {
        Assert.Contains($"ModuleVersion          = '{Version()}'", File.ReadAllText(Checkout.Manifest));
        Assert.EndsWith($"Caneth.{PackageVersion()}.nupkg", package.File);
        Assert.Equal(Version(), typeof(CanFrame).Assembly.GetName().Version!.ToString(3));
    }

    [Fact]
    public void All_that_the_manifest_exports_is_there_and_nothing_is_hidden()
    {
        using var shell = new Shell();
        var exported = shell.Run<string>("(Get-Module Caneth).ExportedCmdlets.Keys").Order(StringComparer.Ordinal);
        var written = shell.Run<string>("""
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Caneth' } |
                ForEach-Object { $_.GetExportedTypes() } |
                ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
                ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            """);
        Assert.Equal(written.Order(StringComparer.Ordinal), exported);
    }

    private static string Version() => Property("VersionPrefix");

    private static string PackageVersion() => Property("VersionSuffix") is { Length: > 0 } suffix ? $"{Version()}-{suffix}" : Version();

    private static string Property(string name) =>
        XDocument.Load(Checkout.At("Directory.Build.props")).Descendants(name).Single().Value;

    private static IEnumerable<string> SatelliteOf(string name, params string[] libraries) =>
        libraries.Concat([$"{name}.deps.json", $"{name}.dll", "THIRD-PARTY-NOTICES.txt"]).Select(file => $"lib/{name}/{file}");

    private static IEnumerable<string> Help()
    {
        var help = Checkout.At("en-US");
        return Directory.Exists(help) ? Directory.GetFiles(help).Select(file => "en-US/" + Path.GetFileName(file)) : [];
    }
}
