namespace Caneth.Signals.Dbc;

/// <summary>The statements that define attributes and set them.</summary>
internal static class DbcAttributeStatements
{
    public static string? ReadDefinition(ref DbcScanner scanner, DbcDocument document, int start)
    {
        var scope = scanner.Keyword switch
        {
            DbcKeyword.Nodes => AttributeScope.Node,
            DbcKeyword.Message => AttributeScope.Message,
            DbcKeyword.Signal => AttributeScope.Signal,
            DbcKeyword.EnvironmentVariable => AttributeScope.EnvironmentVariable,
            _ => AttributeScope.Database,
        };
        if (scope != AttributeScope.Database)
        {
            scanner.Next();
        }

        if (!scanner.TryTakeText(out var name))
        {
            return "expected the name of the attribute in quotation marks";
        }

        if (!scanner.TryTakeName(out var type))
        {
            return "expected the type of the attribute: INT, HEX, FLOAT, STRING or ENUM";
        }

        var definition = new AttributeDefinition(name, scope, IsKnownType(type) ? type : type.ToUpperInvariant());
        if (definition.IsEnum)
        {
            definition.Texts = ReadTexts(ref scanner);
        }
        else
        {
            definition.Minimum = scanner.TryTakeNumber(out var minimum) ? minimum.Value : null;
            definition.Maximum = scanner.TryTakeNumber(out var maximum) ? maximum.Value : null;
            ReadRest(ref scanner, document, definition, start);
        }

        document.Add(definition);
        return null;
    }

    public static string? ReadDefault(ref DbcScanner scanner, DbcDocument document)
    {
        if (!scanner.TryTakeText(out var name))
        {
            return "expected the name of the attribute in quotation marks";
        }

        if (TryTakeValue(ref scanner, out var value))
        {
            document.AttributeDefaults.Add(new(name, value));
        }

        return null;
    }

    public static string? ReadValue(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!scanner.TryTakeText(out var name))
        {
            return "expected the name of the attribute in quotation marks";
        }

        // A number alone is the value of an attribute of the database, not a message.
        var reference = new DbcReference(AttributeScope.Database, 0, null, start);
        if (scanner.Keyword != DbcKeyword.None && !DbcReferences.TryTake(ref scanner, start, out reference))
        {
            return "expected what the attribute is of: BU_, BO_, SG_ or EV_ with a name or an id";
        }

        if (!TryTakeValue(ref scanner, out var value))
        {
            return "expected the value of the attribute, a number or a text";
        }

        document.ConcernsEnvironment = reference.Scope == AttributeScope.EnvironmentVariable;
        document.Assignments.Add(new(reference, DbcProperty.Attribute, name, value));
        return null;
    }

    private static List<string> ReadTexts(ref DbcScanner scanner)
    {
        var texts = new List<string>();
        while (scanner.TryTakeText(out var text) || scanner.TryTakeName(out text))
        {
            texts.Add(text);
            scanner.TryTake(',');
        }

        return texts;
    }

    private static bool TryTakeValue(ref DbcScanner scanner, out object value)
    {
        if (scanner.TryTakeText(out var text))
        {
            value = text;
            return true;
        }

        if (!scanner.AtStatement && scanner.TryTakeNumber(out var number))
        {
            value = number.ToAttribute();
            return true;
        }

        var isName = scanner.TryTakeName(out var name);
        value = name;
        return isName;
    }

    private static void ReadRest(ref DbcScanner scanner, DbcDocument document, AttributeDefinition definition, int start)
    {
        if (!IsKnownType(definition.Type))
        {
            document.Problems.Add(ProblemSeverity.Info, "UnknownAttributeType", start,
                $"The attribute {DbcWords.Show(definition.Name)} has the type {DbcWords.Show(definition.Type)}, which is none of INT, HEX, FLOAT, STRING and ENUM.");
        }

        definition.Texts = ReadTexts(ref scanner);
        while (scanner.Token is DbcToken.Word or DbcToken.Text && !scanner.AtStatement || scanner.Is(','))
        {
            scanner.Next();
        }
    }

    private static bool IsKnownType(string type) => type is "INT" or "HEX" or "FLOAT" or "STRING" or "ENUM";
}
