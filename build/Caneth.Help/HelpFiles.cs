namespace Caneth.Help;

/// <summary>Where the help lies in a checkout.</summary>
internal sealed class HelpFiles(string root)
{
    public string Manifest => Path.Combine(root, "Caneth.psd1");

    public string Maml => Path.Combine(root, "en-US", "Caneth.dll-Help.xml");

    public string Pages => Path.Combine(root, "docs", "commands");

    /// <summary>The page that leads to all of them.</summary>
    public string Index => Path.Combine(Pages, "index.md");

    /// <summary>The same for the documentation site.</summary>
    public string Contents => Path.Combine(Pages, "toc.yml");

    public string PageOf(string cmdlet) => Path.Combine(Pages, $"{cmdlet}.md");

    /// <summary>The pages of the topics, with the files that are made of them.</summary>
    public IReadOnlyList<(string Page, string Text)> Topics => [.. Directory.GetFiles(Path.Combine(root, "docs"), "about_*.md")
        .Order(StringComparer.Ordinal).Select(page => (page, TextOf(Path.GetFileNameWithoutExtension(page))))];

    /// <summary>All pages, in the order of their names.</summary>
    public IReadOnlyList<CommandPage> ReadPages() => [.. Directory.GetFiles(Pages, "*-*.md")
        .Order(StringComparer.Ordinal).Select(file => PageReader.Read(ReadText(file)))];

    /// <summary>The text of a page or of what was made from one. Its lines end with LF, whatever a checkout made of them.</summary>
    public static string ReadText(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    private string TextOf(string topic) => Path.Combine(root, "en-US", $"{topic}.help.txt");
}
