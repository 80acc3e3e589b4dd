namespace Caneth.Help;

/// <summary>The page of one cmdlet, as PlatyPS (schema 2024-05-01) lays it out: facts of the module, and words.</summary>
internal sealed record CommandPage(string Name)
{
    /// <summary>When the words were written, <c>MM/dd/yyyy</c>.</summary>
    public string Date { get; init; } = "";

    public string Synopsis { get; init; } = "";

    public IReadOnlyList<SyntaxHelp> Syntax { get; init; } = [];

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string Description { get; init; } = "";

    public IReadOnlyList<TitledText> Examples { get; init; } = [];

    public IReadOnlyList<ParameterHelp> Parameters { get; init; } = [];

    public IReadOnlyList<TitledText> Inputs { get; init; } = [];

    public IReadOnlyList<TitledText> Outputs { get; init; } = [];

    public string Notes { get; init; } = "";

    /// <summary>A line of a list each.</summary>
    public string Links { get; init; } = "";
}

/// <summary>How the cmdlet is written in one parameter set.</summary>
internal sealed record SyntaxHelp(string Set, bool IsDefault, string Text);

/// <summary>A heading and what is below it: an example, or a type that goes in or comes out.</summary>
internal sealed record TitledText(string Title, string Text);

/// <summary>A parameter.</summary>
internal sealed record ParameterHelp(string Name)
{
    public string Text { get; init; } = "";

    public string Type { get; init; } = "";

    public string DefaultValue { get; init; } = "";

    public bool Wildcards { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<ParameterSetHelp> Sets { get; init; } = [];

    public bool Hidden { get; init; }

    public IReadOnlyList<string> AcceptedValues { get; init; } = [];
}

/// <summary>What a parameter is within one parameter set; <c>(All)</c> where it is the same in every one.</summary>
internal sealed record ParameterSetHelp(string Set)
{
    public const string All = "(All)";

    /// <summary>A number from 0, or <c>Named</c>.</summary>
    public string Position { get; init; } = "Named";

    public bool Required { get; init; }

    public bool ByValue { get; init; }

    public bool ByPropertyName { get; init; }

    public bool Remaining { get; init; }
}
