using System.Text.RegularExpressions;
using Caneth.Help;

namespace Caneth.Tests.Help;

/// <summary>The examples of the documentation: every fenced block of PowerShell.</summary>
internal static class Examples
{
    private static readonly Regex Address = new(@"\b\d{1,3}(\.\d{1,3}){3}\b");

    /// <summary>The pages that hold examples, by their paths within the checkout.</summary>
    public static IEnumerable<string> Pages => Directory.GetFiles(Checkout.At("docs"), "*.md", SearchOption.AllDirectories)
        .Append(Checkout.At("README.md")).Append(Checkout.At("src", "Caneth", "README.md")).Where(File.Exists)
        .Select(file => Path.GetRelativePath(Checkout.Root, file)).Order(StringComparer.Ordinal);

    /// <summary>The pages with examples that are about no single command.</summary>
    public static TheoryData<string> Articles => [.. WithExamples.Where(page => Verb(page) is null)];

    /// <summary>The first half of the commands' pages.</summary>
    public static TheoryData<string> CommandsToGet => [.. WithExamples.Where(page => Verb(page) is { } verb && string.CompareOrdinal(verb, "Get") <= 0)];

    /// <summary>The second half of the commands' pages.</summary>
    public static TheoryData<string> CommandsAfterGet => [.. WithExamples.Where(page => Verb(page) is { } verb && string.CompareOrdinal(verb, "Get") > 0)];

    private static IEnumerable<string> WithExamples => Pages.Where(page => In(page).Any());

    /// <summary>The examples of a page, in order.</summary>
    public static IEnumerable<string> In(string page) => Markdown.Blocks(HelpFiles.ReadText(Checkout.At(page)))
        .Where(block => block.Language == "powershell").Select(block => OnThisComputer(page, block.Text));

    /// <summary>Prepares a shell for them.</summary>
    /// <param name="shell">The shell.</param>
    /// <param name="folder">Where their files go.</param>
    /// <remarks>
    /// A control unit has to answer within 1.3 s, which is long for a control unit and short for a computer on which all tests run at once.
    /// </remarks>
    public static void Prepare(Shell shell, TemporaryFolder folder) => shell.Run(
        "$null = $ExecutionContext.SessionState.Path.SetLocation($args[0]); $global:PSDefaultParameterValues = @{ 'Connect-CanEcu:Timeout' = 20; '*-CanObd*:Timeout' = 20; '*-CanFault:Timeout' = 20 }", folder.Path);

    private static string? Verb(string page) =>
        Path.GetFileName(Path.GetDirectoryName(page)) == "commands" ? Path.GetFileName(page).Split('-')[0] : null;

    // The examples are run, and what runs here talks to nobody else.
    private static string OnThisComputer(string page, string example)
    {
        var others = Address.Matches(example).Select(found => found.Value).Where(address => !address.StartsWith("127.", StringComparison.Ordinal));
        Assert.True(!others.Any(), $"{page} has an example that would be run with the address {string.Join(", ", others)}.");
        return example;
    }
}
