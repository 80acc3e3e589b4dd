using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caneth.Tests;

/// <summary>The package says whose work it holds, all of it and nothing else.</summary>
[Collection(nameof(PackagedTool))]
public sealed partial class NoticesTests(ToolPackage package)
{
    private const string File = "THIRD-PARTY-NOTICES.txt";

    private string Notices => package.Read(File).ReplaceLineEndings("\n");

    private IEnumerable<Match> Components => Component().Matches(Notices);

    [Fact]
    public void Every_component_is_named_with_its_version_and_nothing_that_is_not_there()
    {
        var named = Components.Select(component => component.Groups["name"].Value).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(named);
        Assert.Equal([.. Packages().Keys.Concat(PackedModules()).Append(OfTheLibrary()).Order(StringComparer.Ordinal)], named);
    }

    [Fact]
    public void Every_binary_is_a_component_s_or_Caneth_s_own()
    {
        var known = Packages().Values.SelectMany(files => files).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(package.Entries().Where(entry => Path.GetExtension(entry) is ".dll" or ".exe" or ".so" or ".dylib"), entry => Assert.True(
            known.Contains(Path.GetFileName(entry)) || Path.GetFileName(entry).StartsWith("Caneth.", StringComparison.Ordinal)
                || entry.Contains("/shell/ref/", StringComparison.Ordinal) || PackedModules().Any(module => entry.Contains(Folder(module), StringComparison.Ordinal)),
            $"{entry} is of none of the components that the notices can name."));
    }

    [Fact]
    public void Every_licence_is_open_source_and_its_text_is_there()
    {
        Assert.All(Components, component =>
        {
            var licence = component.Groups["licence"].Value;
            Assert.Contains(licence, (string[])["MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"]);
            Assert.Contains($"\nLicence {licence}\n", Notices, StringComparison.Ordinal);
            Assert.NotEmpty(component.Groups["copyright"].Value);
        });
        Assert.Contains("Permission is hereby granted, free of charge", Notices, StringComparison.Ordinal);
        Assert.Contains("Redistributions in binary form must reproduce the above copyright", Notices, StringComparison.Ordinal);
    }

    [Fact]
    public void Those_who_look_into_the_folder_of_the_shell_find_them_too()
    {
        var beside = Assert.Single(package.Entries(), entry => entry.EndsWith($"/shell/{File}", StringComparison.Ordinal));
        Assert.Equal(package.Read(File), package.Read(beside));
        Assert.Contains("LICENSE", package.Entries());
    }

    // The packages that files were taken from, by name and version, with the names of these files.
    private Dictionary<string, string[]> Packages()
    {
        var packages = new Dictionary<string, string[]>();
        foreach (var file in package.Entries().Where(entry => entry.EndsWith(".deps.json", StringComparison.Ordinal)))
        {
            using var dependencies = JsonDocument.Parse(package.Read(file));
            foreach (var library in dependencies.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package"))
            {
                string[] files = [.. dependencies.RootElement.GetProperty("targets").EnumerateObject()
                    .Select(target => target.Value.TryGetProperty(library.Name, out var taken) ? taken : default)
                    .Where(taken => taken.ValueKind == JsonValueKind.Object).SelectMany(Files)];
                if (files.Length > 0)
                {
                    packages[library.Name.Replace('/', ' ')] = files;
                }
            }
        }

        return packages;
    }

    private static IEnumerable<string> Files(JsonElement taken) => ((string[])["runtime", "runtimeTargets", "native"])
        .Where(kind => taken.TryGetProperty(kind, out _))
        .SelectMany(kind => taken.GetProperty(kind).EnumerateObject().Select(file => Path.GetFileName(file.Name)));

    // The modules that come as they are, by name and version.
    private IEnumerable<string> PackedModules() =>
        from entry in package.Entries()
        let match = ModuleManifest().Match(entry)
        where match.Success && match.Groups[1].Value != "Caneth"
        select $"{match.Groups[1].Value} {ModuleVersion().Match(package.Read(entry)).Groups[1].Value}";

    // What the pages of plots hold.
    private static string OfTheLibrary()
    {
        using var uPlot = JsonDocument.Parse(System.IO.File.ReadAllText(Checkout.At("src", "Caneth.Core", "Plotting", "Page", "uPlot", "package.json")));
        return $"{uPlot.RootElement.GetProperty("name")} {uPlot.RootElement.GetProperty("version")}";
    }

    private static string Folder(string module) => $"/shell/Modules/{module.Split(' ')[0]}/";

    [GeneratedRegex(@"^(?<name>\S+ \d\S*)\n    (?<licence>[\w-]+(?:\.\d)?)\. (?<copyright>.+)\n    https://", RegexOptions.Multiline)]
    private static partial Regex Component();

    [GeneratedRegex(@"/shell/Modules/([^/]+)/\1\.psd1$")]
    private static partial Regex ModuleManifest();

    [GeneratedRegex(@"(?m)^\s*ModuleVersion\s*=\s*['""]([\d.]+)")]
    private static partial Regex ModuleVersion();
}
