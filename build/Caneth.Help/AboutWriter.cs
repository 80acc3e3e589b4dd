using System.Text;

namespace Caneth.Help;

/// <summary>Makes an <c>about_</c> topic, as <c>Get-Help</c> shows it, from its page.</summary>
internal static class AboutWriter
{
    private const int Width = 80;

    public static string Write(string page)
    {
        var text = new StringBuilder();
        foreach (var part in Markdown.Parts(page, "#").Skip(1))
        {
            text.Append("TOPIC\n    ").Append(part.Title).Append('\n');
            foreach (var section in Markdown.Parts(part.Text, "##").Skip(1))
            {
                text.Append('\n').Append(section.Title.ToUpperInvariant()).Append('\n');
                Append(text, section.Text);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string section)
    {
        foreach (var part in Markdown.Parts(section, "###"))
        {
            text.Append(part.Title.Length > 0 ? $"\n  {part.Title}\n" : "");
            var first = true;
            foreach (var (language, block) in Markdown.Blocks(part.Text))
            {
                text.Append(first ? "" : "\n");
                first = false;
                foreach (var line in language is null ? Prose(block) : block.Split('\n').Select(line => "    " + line))
                {
                    text.Append(line.Length > 0 ? $"    {line}".TrimEnd() : "").Append('\n');
                }
            }
        }
    }

    private static IEnumerable<string> Prose(string block) => block.Split("\n\n")
        .Select(paragraph => paragraph.Split("\n- ").SelectMany((item, index) => Wrap(MamlWriter.Plain(item.Replace('\n', ' ')),
            index > 0 || item.StartsWith("- ", StringComparison.Ordinal))))
        .SelectMany((lines, index) => index > 0 ? lines.Prepend("") : lines);

    private static IEnumerable<string> Wrap(string paragraph, bool isItem)
    {
        var line = isItem ? "-" : "";
        foreach (var word in (paragraph.StartsWith("- ", StringComparison.Ordinal) ? paragraph[2..] : paragraph)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > Width - 4)
            {
                yield return line;
                line = isItem ? " " : "";
            }

            line += line.Length > 0 ? $" {word}" : word;
        }

        yield return line;
    }
}
