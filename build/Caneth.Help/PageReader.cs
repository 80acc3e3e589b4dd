namespace Caneth.Help;

/// <summary>Reads the page of a cmdlet.</summary>
internal static class PageReader
{
    public static CommandPage Read(string text)
    {
        var parts = Markdown.Parts(text, "##");
        var sections = parts.Skip(1).ToDictionary(part => part.Title, part => part.Text);
        var page = new CommandPage(FrontMatter(parts[0].Text, "title"))
        {
            Date = FrontMatter(parts[0].Text, "ms.date"),
            Synopsis = Section("SYNOPSIS"),
            Syntax = [.. Below("SYNTAX").Select(ReadSyntax)],
            Description = Section("DESCRIPTION"),
            Examples = Below("EXAMPLES"),
            Parameters = [.. Below("PARAMETERS").Where(part => part.Title.StartsWith('-')).Select(ReadParameter)],
            Inputs = Below("INPUTS"),
            Outputs = Below("OUTPUTS"),
            Notes = Section("NOTES"),
            Links = Section("RELATED LINKS"),
        };
        return page with { Aliases = [.. Section("ALIASES").Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..])] };

        string Section(string title) => sections.GetValueOrDefault(title, "");
        IReadOnlyList<TitledText> Below(string title) => [.. Markdown.Parts(Section(title), "###").Where(part => part.Title.Length > 0)];
    }

    private static string FrontMatter(string text, string key) => text.Split('\n')
        .Where(line => line.StartsWith(key + ":", StringComparison.Ordinal))
        .Select(line => line[(key.Length + 1)..].Trim().Trim('\'')).FirstOrDefault("");

    private static SyntaxHelp ReadSyntax(TitledText part)
    {
        const string Default = " (Default)";
        var isDefault = part.Title.EndsWith(Default, StringComparison.Ordinal);
        var block = Markdown.Blocks(part.Text).FirstOrDefault(block => block.Language is not null);
        return new(isDefault ? part.Title[..^Default.Length] : part.Title, isDefault, block.Text ?? "");
    }

    private static ParameterHelp ReadParameter(TitledText part)
    {
        var blocks = Markdown.Blocks(part.Text);
        var words = string.Join("\n\n", blocks.Where(block => block.Language is null).Select(block => block.Text));
        var facts = blocks.FirstOrDefault(block => block.Language == "yaml").Text ?? "";
        return ReadFacts(new ParameterHelp(part.Title[1..]) { Text = words }, facts);
    }

    // Only the YAML that PageWriter writes, which is that of the schema.
    private static ParameterHelp ReadFacts(ParameterHelp parameter, string yaml)
    {
        var aliases = new List<string>();
        var accepted = new List<string>();
        var sets = new List<ParameterSetHelp>();
        var list = aliases;
        foreach (var line in yaml.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal) || line.StartsWith("- ", StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? "" : line[..colon].Trim();
            var value = colon < 0 ? "" : line[(colon + 1)..].Trim().Trim('\'');
            switch (key)
            {
                case "Type": parameter = parameter with { Type = value }; break;
                case "DefaultValue": parameter = parameter with { DefaultValue = value }; break;
                case "SupportsWildcards": parameter = parameter with { Wildcards = value == "true" }; break;
                case "DontShow": parameter = parameter with { Hidden = value == "true" }; break;
                case "Aliases": list = aliases; break;
                case "AcceptedValues": list = accepted; break;
                case "- Name": sets.Add(new(value)); break;
                case "Position": sets[^1] = sets[^1] with { Position = value }; break;
                case "IsRequired": sets[^1] = sets[^1] with { Required = value == "true" }; break;
                case "ValueFromPipeline": sets[^1] = sets[^1] with { ByValue = value == "true" }; break;
                case "ValueFromPipelineByPropertyName": sets[^1] = sets[^1] with { ByPropertyName = value == "true" }; break;
                case "ValueFromRemainingArguments": sets[^1] = sets[^1] with { Remaining = value == "true" }; break;
                case "": list.Add(line[2..].Trim().Trim('\'')); break;
            }
        }

        return parameter with { Aliases = aliases, AcceptedValues = accepted, Sets = sets };
    }
}
