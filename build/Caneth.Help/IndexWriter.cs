using System.Globalization;
using System.Text;

namespace Caneth.Help;

/// <summary>Makes the page that leads to the pages of the cmdlets.</summary>
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

    /// <summary>Writes the page: what works with the same thing stands together.</summary>
    public static string Write(IEnumerable<CommandPage> pages)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var page in pages.OrderBy(page => Noun(page.Name), StringComparer.Ordinal)
            .ThenBy(page => page.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{page.Name}]({page.Name}.md) | {page.Synopsis} |\n");
        }

        return text.ToString();
    }

    private static string Noun(string cmdlet) => cmdlet[(cmdlet.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
