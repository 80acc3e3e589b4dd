using System.Text;

namespace Caneth.Help;

/// <summary>Writes the page of a cmdlet in the schema of PlatyPS.</summary>
internal static class PageWriter
{
    private const string CommonParameters = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    public static string Write(CommandPage page, OnlineHelp online)
    {
        var text = new StringBuilder($"""
            ---
            document type: cmdlet
            external help file: Caneth.dll-Help.xml
            HelpUri: '{online.AddressOf(page.Name)}'
            Locale: en-US
            Module Name: Caneth
            ms.date: {page.Date}
            PlatyPS schema version: 2024-05-01
            title: {page.Name}
            ---

            # {page.Name}


            """);
        Section(text, "## SYNOPSIS", page.Synopsis);
        Section(text, "## SYNTAX", "");
        foreach (var syntax in page.Syntax)
        {
            Section(text, $"### {syntax.Set}{(syntax.IsDefault ? " (Default)" : "")}", $"```\n{syntax.Text}\n```");
        }

        Section(text, "## ALIASES", page.Aliases.Count == 0 ? "This cmdlet has no aliases."
            : $"This cmdlet has the following aliases:\n\n{string.Join('\n', page.Aliases.Select(alias => $"- {alias}"))}");
        Section(text, "## DESCRIPTION", page.Description);
        Below(text, "## EXAMPLES", page.Examples);
        Below(text, "## PARAMETERS", page.Parameters.Select(Parameter).Append(new("CommonParameters", CommonParameters)));
        Below(text, "## INPUTS", page.Inputs);
        Below(text, "## OUTPUTS", page.Outputs);
        Section(text, "## NOTES", page.Notes);
        Section(text, "## RELATED LINKS", page.Links);
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static void Below(StringBuilder text, string heading, IEnumerable<TitledText> parts)
    {
        Section(text, heading, "");
        foreach (var part in parts)
        {
            Section(text, $"### {part.Title}", part.Text);
        }
    }

    private static void Section(StringBuilder text, string heading, string content) =>
        text.Append(heading).Append("\n\n").Append(content.Length > 0 ? content + "\n\n" : "");

    private static TitledText Parameter(ParameterHelp parameter) => new($"-{parameter.Name}", $"""
        {parameter.Text}

        ```yaml
        Type: {parameter.Type}
        DefaultValue: {Scalar(parameter.DefaultValue)}
        SupportsWildcards: {Scalar(parameter.Wildcards)}
        {List("Aliases", parameter.Aliases)}
        ParameterSets:
        {string.Join('\n', parameter.Sets.Select(Set))}
        DontShow: {Scalar(parameter.Hidden)}
        {List("AcceptedValues", parameter.AcceptedValues)}
        HelpMessage: ''
        ```
        """);

    private static string Set(ParameterSetHelp set) => $"""
        - Name: {set.Set}
          Position: {set.Position}
          IsRequired: {Scalar(set.Required)}
          ValueFromPipeline: {Scalar(set.ByValue)}
          ValueFromPipelineByPropertyName: {Scalar(set.ByPropertyName)}
          ValueFromRemainingArguments: {Scalar(set.Remaining)}
        """;

    private static string Scalar(bool value) => value ? "true" : "false";

    private static string Scalar(string value) => value.Length == 0 || "*@[{&!%|>".Contains(value[0], StringComparison.Ordinal) ? $"'{value}'" : value;

    private static string List(string key, IReadOnlyList<string> values) =>
        values.Count == 0 ? $"{key}: []" : $"{key}:\n{string.Join('\n', values.Select(value => $"- {value}"))}";
}
