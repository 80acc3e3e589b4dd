namespace Caneth.Signals.Dbc;

/// <summary>Writes the attributes of a database: their definitions, their defaults and their values.</summary>
internal sealed class DbcAttributeWriter(CanDatabase database, DbcFileNames names, Dictionary<MessageDefinition, uint> numbers, DbcLines lines)
{
    private const uint IndependentSignals = 0xC000_0000;

    private readonly Dictionary<(AttributeScope, string), AttributeDefinition> definitions =
        database.AttributeDefinitions.GroupBy(definition => (definition.Scope, definition.Name)).ToDictionary(group => group.Key, group => group.Last());

    private readonly List<(AttributeScope Scope, string Of, string Attribute, object Value)> values = [];

    public void Write()
    {
        CollectValues();

        // Names that are too long for the file are attributes, too.
        foreach (var (scope, name) in values.Where(value => DbcNames.IsLongName(value.Attribute)).Select(value => (value.Scope, value.Attribute)))
        {
            definitions.TryAdd((scope, name), new(name, scope, "STRING") { Default = "" });
        }

        foreach (var definition in definitions.Values)
        {
            WriteDefinition(definition);
        }

        // A default holds for all definitions of its name; as a text it is understood by each of them.
        foreach (var definition in definitions.Values.Where(definition => definition.Default is not null).OrderBy(definition => definition.Default is string ? 0 : 1))
        {
            lines.Add($"BA_DEF_DEF_ {DbcLines.Quote(definition.Name)} {DbcLines.Value(definition.Default!)};");
        }

        foreach (var (scope, of, attribute, value) in values)
        {
            lines.Add($"BA_ {DbcLines.Quote(attribute)} {of}{DbcLines.Value(ToWritten(scope, attribute, value))};");
        }
    }

    private void WriteDefinition(AttributeDefinition definition)
    {
        var word = definition.Scope switch
        {
            AttributeScope.Node => "BU_ ",
            AttributeScope.Message => "BO_ ",
            AttributeScope.Signal => "SG_ ",
            AttributeScope.EnvironmentVariable => "EV_ ",
            _ => "",
        };
        lines.Add($"BA_DEF_ {word} {DbcLines.Quote(definition.Name)} {definition.Type} {LimitsOf(definition)};");
    }

    private static string LimitsOf(AttributeDefinition definition)
    {
        if (definition.IsEnum)
        {
            return string.Join(',', definition.Texts.Select(DbcLines.Quote));
        }

        var limits = string.Concat(new[] { definition.Minimum, definition.Maximum }.OfType<double>().Select(limit => $"{DbcLines.Number(limit)} "));
        return definition.Type is "INT" or "HEX" or "FLOAT" or "STRING" ? limits : $"{limits}{string.Join(' ', definition.Texts.Select(DbcLines.Quote))}";
    }

    private void CollectValues()
    {
        Collect(AttributeScope.Database, "", database.Attributes, "", null, "");
        foreach (var node in database.Nodes)
        {
            Collect(AttributeScope.Node, $"BU_ {names.Of(node)} ", node.Attributes, DbcNames.LongNode, node.Name, names.Of(node));
        }

        foreach (var (message, number) in numbers)
        {
            Collect(AttributeScope.Message, FormattableString.Invariant($"BO_ {number} "), message.Attributes, DbcNames.LongMessage, message.Name, names.Of(message));
        }

        foreach (var (signals, number) in numbers.Select(pair => (pair.Key.Signals, pair.Value)).Append((database.UnassignedSignals, IndependentSignals)))
        {
            foreach (var signal in signals.DistinctBy(names.Of))
            {
                Collect(AttributeScope.Signal, FormattableString.Invariant($"SG_ {number} {names.Of(signal)} "), signal.Attributes,
                    DbcNames.LongSignal, signal.Name, names.Of(signal));
            }
        }
    }

    /// <summary>Takes the values of one thing, with its name where the file has another for it.</summary>
    private void Collect(AttributeScope scope, string of, AttributeSet attributes, string longName, string? name, string fileName)
    {
        foreach (var (attribute, value) in attributes.Where(attribute => attribute.Key != longName))
        {
            values.Add((scope, of, attribute, value));
        }

        if (name is not null && name != fileName)
        {
            values.Add((scope, of, longName, name));
        }
    }

    /// <summary>A value as files have it: of an ENUM the place of its text.</summary>
    private object ToWritten(AttributeScope scope, string attribute, object value)
    {
        if (value is not string text || !definitions.TryGetValue((scope, attribute), out var definition) || !definition.IsEnum)
        {
            return value;
        }

        for (var place = 0; place < definition.Texts.Count; place++)
        {
            if (definition.Texts[place] == text)
            {
                return (long)place;
            }
        }

        return value;
    }
}
