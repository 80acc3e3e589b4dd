using System.Management.Automation;
using System.Text.RegularExpressions;
using Caneth.Help;

namespace Caneth.Tests.Help;

/// <summary>The help says what the module does, all of it, wherever one reads it.</summary>
public sealed class HelpTests
{
    private const int FewestExamples = 3;

    private static readonly HelpFiles Files = new(Checkout.Root);
    private static readonly Lazy<IReadOnlyList<CmdletInfo>> Cmdlets = new(() => Module.Cmdlets(Files.Manifest));

    /// <summary>The name of each cmdlet.</summary>
    public static TheoryData<string> Names => [.. Cmdlets.Value.Select(cmdlet => cmdlet.Name)];

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() =>
        Assert.Equal(Cmdlets.Value.Select(cmdlet => cmdlet.Name), Files.ReadPages().Select(page => page.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_the_syntax_parameters_aliases_defaults_and_types_of_its_cmdlet(string name)
    {
        var text = HelpFiles.ReadText(Files.PageOf(name));
        var cmdlet = Cmdlets.Value.Single(cmdlet => cmdlet.Name == name);
        Assert.Equal(PageWriter.Write(ModuleFacts.Apply(PageReader.Read(text), cmdlet), OnlineHelp.OfTheProject), text);
    }

    [Fact]
    public void What_Get_Help_reads_is_what_the_pages_give()
    {
        Assert.Equal(MamlWriter.Write(Files.ReadPages(), OnlineHelp.OfTheProject), HelpFiles.ReadText(Files.Maml));
        Assert.Equal(IndexWriter.Write(Files.ReadPages()), HelpFiles.ReadText(Files.Index));
        Assert.Equal(IndexWriter.WriteContents(Files.ReadPages()), HelpFiles.ReadText(Files.Contents));
        Assert.All(Files.Topics, topic => Assert.Equal(AboutWriter.Write(HelpFiles.ReadText(topic.Page)), HelpFiles.ReadText(topic.Text)));
        Assert.Equal(Files.Topics.Count, Directory.GetFiles(Path.GetDirectoryName(Files.Maml)!, "about_*").Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_leaves_nothing_to_ask(string name)
    {
        var page = PageReader.Read(HelpFiles.ReadText(Files.PageOf(name)));
        Assert.Matches("[.]$", page.Synopsis);
        Assert.Matches("[.]$", page.Description);
        Assert.Matches("[.]$", page.Notes);
        Assert.All(page.Parameters, parameter => Assert.Matches("[.]$", parameter.Text));
        Assert.All([.. page.Inputs, .. page.Outputs], type => Assert.Matches("[.]$", type.Text));
        Assert.True(page.Examples.Count >= FewestExamples, $"{page.Examples.Count} examples.");
        Assert.All(page.Examples, example => Assert.Equal(["powershell", null], Markdown.Blocks(example.Text).Select(block => block.Language)));
        Assert.DoesNotContain("{{", HelpFiles.ReadText(Files.PageOf(name)));
        Assert.DoesNotContain("<<", HelpFiles.ReadText(Files.PageOf(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_with_a_range_tells_it(string name)
    {
        var page = PageReader.Read(HelpFiles.ReadText(Files.PageOf(name)));
        foreach (var parameter in Cmdlets.Value.Single(cmdlet => cmdlet.Name == name).Parameters.Values
            .ExceptBy(Cmdlet.CommonParameters, parameter => parameter.Name))
        {
            var text = page.Parameters.FirstOrDefault(help => help.Name == parameter.Name)?.Text;
            Assert.All(parameter.Attributes.OfType<ValidateRangeAttribute>(), range =>
                Assert.Contains(FormattableString.Invariant($"{range.MinRange} to {range.MaxRange}"), text));
            if (parameter.ParameterType.Name == "TimeArgument")
            {
                Assert.Matches("seconds \\(`0.5`\\), `100ms`, `1.5s`, `2min`, or a TimeSpan;.* 49 days", text?.ReplaceLineEndings(" "));
            }
        }
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (var file in Directory.GetFiles(Checkout.At("docs"), "*.md", SearchOption.AllDirectories))
        {
            Assert.All(Regex.Matches(HelpFiles.ReadText(file), @"\]\((?<target>[^)#:]+)(#[^)]*)?\)"), link => Assert.True(
                Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Groups["target"].Value)), $"{file}: {link.Value}"));
        }
    }

    [Fact]
    public void Get_Help_shows_every_cmdlet_in_full()
    {
        using var shell = new Shell();
        foreach (var page in Files.ReadPages())
        {
            var help = Assert.Single(shell.Run<PSObject>("Get-Help $args[0] -Full", page.Name));
            Assert.Equal(page.Synopsis, LanguagePrimitives.ConvertTo<string>(help.Properties["Synopsis"].Value));
            var numbers = shell.Run<int>("$h = $args[0]; @($h.syntax.syntaxItem).Count, @($h.parameters.parameter).Count, @($h.examples.example).Count", help);
            Assert.Equal([page.Syntax.Count, page.Parameters.Count, page.Examples.Count], numbers);
        }
    }

    [Fact]
    public void Get_Help_shows_every_topic()
    {
        using var shell = new Shell();
        Assert.All(["about_Caneth", "about_CanFrame", "about_CanFilters", "about_CanHandlers", "about_CanSimulator", "about_CanDatabases", "about_CanMessages", "about_CanDiagnostics"], topic =>
            Assert.StartsWith("TOPIC", Assert.Single(shell.Run<string>("Get-Help $args[0]", topic))));
    }
}
