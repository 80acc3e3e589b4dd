using System.Globalization;
using System.Text;

namespace Caneth.Help;

/// <summary>Makes what leads to the pages of the cmdlets: a page of its own, and the contents at the side of the documentation site.</summary>
internal static class IndexWriter
{
    private const string Head = """
        ---
        title: Commands
        ---

        # Commands

        Every page is what `Get-Help` shows with `-Full`, and every example on it runs as it is against `Start-CanSimulator`.

        | Command | What it does |
        | --- | --- |

        """;

    /// <summary>Writes the page: what works with the same thing is listed together.</summary>
    public static string Write(IEnumerable<CommandPage> pages)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var page in InOrder(pages))
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{page.Name}]({page.Name}.md) | {page.Synopsis} |\n");
        }

        return text.ToString();
    }

    /// <summary>Writes the contents, in the same order.</summary>
    public static string WriteContents(IEnumerable<CommandPage> pages)
    {
        var text = new StringBuilder("- name: Commands\n  href: index.md\n");
        foreach (var page in InOrder(pages))
        {
            text.Append(CultureInfo.InvariantCulture, $"- name: {page.Name}\n  href: {page.Name}.md\n");
        }

        return text.ToString();
    }

    private static IEnumerable<CommandPage> InOrder(IEnumerable<CommandPage> pages) =>
        pages.OrderBy(page => Noun(page.Name), StringComparer.Ordinal).ThenBy(page => page.Name, StringComparer.Ordinal);

    private static string Noun(string cmdlet) => cmdlet[(cmdlet.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
