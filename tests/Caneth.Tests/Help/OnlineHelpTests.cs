using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Help;

namespace Caneth.Tests.Help;

/// <summary><c>Get-Help -Online</c> leads to the page of the cmdlet once the project has an address, and nowhere before.</summary>
public sealed class OnlineHelpTests : IDisposable
{
    private const string Address = "https://example.invalid/caneth";

    private static readonly IReadOnlyList<CommandPage> Pages = new HelpFiles(Checkout.Root).ReadPages();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("caneth-help-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void With_an_address_each_cmdlet_has_its_page_there() => Assert.Equal(
        Pages.Select(page => $"{Address}/blob/main/docs/commands/{page.Name}.md"), Ask(Address, "(Get-Command {0}).HelpUri").Output.Select(uri => $"{uri}"));

    [Fact]
    public void Without_one_PowerShell_says_that_there_is_none()
    {
        var answer = Ask("", "Get-Help {0} -Online");
        Assert.Empty(answer.Output);
        Assert.Equal(Pages.Count, answer.Errors.Count);
        Assert.All(answer.Errors, error => Assert.Contains("(URI) of the Help topic is not specified", error.ToString()));
    }

    [Theory]
    [InlineData(Address)]
    [InlineData("")]
    public void A_page_has_the_same_address_as_the_help(string projectUrl)
    {
        var online = new OnlineHelp(projectUrl);
        Assert.All(Pages, page => Assert.Contains($"\nHelpUri: '{online.AddressOf(page.Name)}'\n", PageWriter.Write(page, online)));
    }

    [Fact]
    public void The_help_of_the_module_has_the_address_of_the_project()
    {
        using var shell = new Shell();
        Assert.All(Pages, page =>
            Assert.Equal([OnlineHelp.OfTheProject.AddressOf(page.Name)], shell.Run<string>("\"$((Get-Command $args[0]).HelpUri)\"", page.Name)));
    }

    // Asks about every command, with the help that a project with this address has. Get-Help -Online opens what HelpUri says.
    private Shell.Result Ask(string projectUrl, string question)
    {
        var file = Path.Combine(folder.FullName, "Caneth.dll-Help.xml");
        File.WriteAllText(file, MamlWriter.Write(Pages, new OnlineHelp(projectUrl)));
        using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        foreach (var page in Pages)
        {
            shell.AddScript($$"""
                function {{page.Name}} {
                    # .EXTERNALHELP {{file}}
                }
                {{question.Replace("{0}", page.Name, StringComparison.Ordinal)}}
                """).AddStatement();
        }

        return Shell.Result.Of(shell, shell.Invoke);
    }
}
