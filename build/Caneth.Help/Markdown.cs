namespace Caneth.Help;

/// <summary>Takes a page apart by its headings. Text in a fenced block is no heading.</summary>
internal static class Markdown
{
    /// <summary>The parts below each heading of a level; what comes before the first has an empty title.</summary>
    public static IReadOnlyList<TitledText> Parts(string text, string heading)
    {
        var parts = new List<TitledText>();
        var title = "";
        var lines = new List<string>();
        var fenced = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!fenced && line.StartsWith(heading + " ", StringComparison.Ordinal))
            {
                parts.Add(new(title, Joined(lines)));
                title = line[(heading.Length + 1)..].Trim();
                lines.Clear();
            }
            else
            {
                lines.Add(line);
            }
        }

        parts.Add(new(title, Joined(lines)));
        return parts;
    }

    /// <summary>The prose and the fenced blocks of a text, in order.</summary>
    /// <returns>Each with the language of the block, or null for prose.</returns>
    public static IReadOnlyList<(string? Language, string Text)> Blocks(string text)
    {
        var blocks = new List<(string?, string)>();
        var lines = new List<string>();
        string? language = null;
        void End()
        {
            if (lines.Count > 0 && (language is not null || Joined(lines).Length > 0))
            {
                blocks.Add((language, Joined(lines)));
            }

            lines.Clear();
        }

        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                End();
                language = language is null ? line[3..].Trim() : null;
            }
            else
            {
                lines.Add(line);
            }
        }

        End();
        return blocks;
    }

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines).Trim('\n', ' ');
}
