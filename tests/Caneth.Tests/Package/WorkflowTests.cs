using System.Text.RegularExpressions;

namespace Caneth.Tests.Package;

/// <summary>The workflows do what a person does, with the same commands, and run no action that somebody can change under them.</summary>
public sealed class WorkflowTests
{
    private static readonly string Workflows = string.Join('\n',
        Directory.GetFiles(Checkout.At(".github", "workflows"), "*.yml").Select(File.ReadAllText));

    [Fact]
    public void Every_action_is_the_commit_that_its_comment_names() =>
        Assert.All(Found(@"uses: (?!\./)(.+)$"), action => Assert.Matches("^[a-z/-]+@[0-9a-f]{40} # v[0-9]+[.][0-9]+[.][0-9]+$", action));

    [Fact]
    public void Every_task_of_build_ps1_that_they_call_is_one()
    {
        var script = File.ReadAllText(Checkout.At("build.ps1"));
        Assert.All(Found(@"\./build\.ps1 ((?!-)\w+)"), task => Assert.Contains($"function Invoke-{task} ", script, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_and_script_that_they_run_is_there() => Assert.All(Found(@"(?:--project|python3|dotnet pwsh) ([\w./-]*/[\w./-]+)"),
        path => Assert.True(Path.Exists(Checkout.At(path)), path));

    [Fact]
    public void A_release_sends_the_packages_that_were_tested_and_makes_none()
    {
        var release = File.ReadAllText(Checkout.At(".github", "workflows", "release.yml"));
        Assert.Matches(@"(?s)needs: test\b.*download-artifact.*name: packages.*build/Publish\.ps1", release);
        Assert.DoesNotMatch(@"dotnet (build|pack|publish)|build\.ps1", release);
    }

    private static string[] Found(string pattern)
    {
        string[] found = [.. Regex.Matches(Workflows, pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value.TrimEnd())];
        Assert.NotEmpty(found);
        return found;
    }
}
