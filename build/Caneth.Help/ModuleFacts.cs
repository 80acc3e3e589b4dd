using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Caneth.Help;

/// <summary>What the module itself says about its cmdlets: syntax, parameters, defaults, aliases, types.</summary>
internal static class ModuleFacts
{
    private const string AllSets = "__AllParameterSets";
    private const string NoType = "None";

    /// <summary>The page with its words as they are and its facts as they should be.</summary>
    public static CommandPage Apply(CommandPage page, CmdletInfo cmdlet)
    {
        var words = page.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Text);
        var instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        var parameters = cmdlet.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => Parameter(parameter, instance) with { Text = words.GetValueOrDefault(parameter.Name, "") }).ToList();
        return page with
        {
            Syntax = [.. cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set))],
            Aliases = [.. cmdlet.Module.ExportedAliases.Values.Where(alias => alias.ResolvedCommand?.Name == cmdlet.Name).Select(alias => alias.Name)],
            Parameters = parameters,
            Inputs = WithWords(page.Inputs, Inputs(parameters)),
            Outputs = WithWords(page.Outputs, cmdlet.OutputType.Select(type => type.Name).Distinct().DefaultIfEmpty(NoType)),
        };
    }

    private static IReadOnlyList<TitledText> WithWords(IReadOnlyList<TitledText> old, IEnumerable<string> titles) =>
        [.. titles.Select(title => new TitledText(title, old.FirstOrDefault(part => part.Title == title)?.Text ?? ""))];

    private static IEnumerable<string> Inputs(List<ParameterHelp> parameters)
    {
        var byValue = parameters.Where(parameter => parameter.Sets.Any(set => set.ByValue)).Select(parameter => parameter.Type).ToList();
        return byValue.Count > 0 ? byValue.Distinct()
            : [parameters.Any(parameter => parameter.Sets.Any(set => set.ByPropertyName)) ? typeof(PSObject).FullName! : NoType];
    }

    private static SyntaxHelp Syntax(CmdletInfo cmdlet, CommandParameterSetInfo set)
    {
        const int Width = 100;
        var lines = new List<string> { cmdlet.Name };
        var hidden = set.Parameters.Where(parameter => IsHidden(parameter.Attributes)).Select(parameter => $"[-{parameter.Name}]").ToHashSet();
        foreach (var part in Pieces($"{set}").Where(part => !hidden.Contains(part)))
        {
            if (lines[^1].Length + part.Length + 1 > Width)
            {
                lines.Add("");
            }

            lines[^1] += " " + part;
        }

        return new(set.Name, set.IsDefault && cmdlet.ParameterSets.Count > 1, string.Join('\n', lines));
    }

    // At the blanks outside of brackets, and never between a parameter and its value.
    private static IEnumerable<string> Pieces(string syntax)
    {
        var start = 0;
        var depth = 0;
        for (var index = 0; index < syntax.Length; index++)
        {
            depth += syntax[index] is '[' ? 1 : syntax[index] is ']' ? -1 : 0;
            if (depth == 0 && syntax[index] == ' ' && syntax[index + 1] is '[' or '-')
            {
                yield return syntax[start..index].Trim();
                start = index + 1;
            }
        }

        yield return syntax[start..].Trim();
    }

    private static ParameterHelp Parameter(ParameterMetadata parameter, object cmdlet) => new(parameter.Name)
    {
        Type = TypeName(parameter.ParameterType),
        DefaultValue = Default(parameter, cmdlet),
        Wildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
        Aliases = [.. parameter.Aliases],
        Sets = [.. parameter.ParameterSets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => Set(set.Key, set.Value))],
        Hidden = IsHidden(parameter.Attributes),
        AcceptedValues = AcceptedValues(parameter),
    };

    private static bool IsHidden(IEnumerable<Attribute> attributes) =>
        attributes.OfType<ParameterAttribute>().All(attribute => attribute.DontShow);

    private static ParameterSetHelp Set(string name, ParameterSetMetadata set) => new(name == AllSets ? ParameterSetHelp.All : name)
    {
        Position = set.Position == int.MinValue ? "Named" : set.Position.ToString(CultureInfo.InvariantCulture),
        Required = set.IsMandatory,
        ByValue = set.ValueFromPipeline,
        ByPropertyName = set.ValueFromPipelineByPropertyName,
        Remaining = set.ValueFromRemainingArguments,
    };

    private static string[] AcceptedValues(ParameterMetadata parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? Enum.GetNames(type) : [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)];
    }

    private static string Default(ParameterMetadata parameter, object cmdlet) =>
        parameter.SwitchParameter ? "False"
        : parameter.ParameterSets.Values.All(set => set.IsMandatory) ? ""
        : Text(cmdlet.GetType().GetProperty(parameter.Name)?.GetValue(cmdlet));

    // Times are told in seconds, as they are given.
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"System.Nullable`1[{inner.FullName}]"
        : type.IsGenericType ? LanguagePrimitives.ConvertTo<string>(type) : type.FullName!;
}
