namespace Caneth.Signals.Dbc;

/// <summary>The statements that give texts to raw values.</summary>
internal static class DbcValueStatements
{
    public static string? ReadTable(ref DbcScanner scanner, DbcDocument document)
    {
        if (!scanner.TryTakeName(out var name))
        {
            return "expected the name of a table after VAL_TABLE_";
        }

        document.ValueTables[name] = new(name, ReadEntries(ref scanner, document));
        return null;
    }

    public static string? ReadValues(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTakeSignal(ref scanner, start, out var reference))
        {
            if (!scanner.TryTakeName(out _))
            {
                return "expected the id of a message and a signal, or an environment variable, after VAL_";
            }

            document.ConcernsEnvironment = true;
            ReadEntries(ref scanner, document);
            return null;
        }

        if (reference.Scope != AttributeScope.Signal)
        {
            return "expected the name of a signal after the id";
        }

        if (scanner.Token == DbcToken.Word && !scanner.AtStatement && !DbcNumber.TryParse(scanner.Content, out _))
        {
            scanner.TryTakeName(out var table);
            document.ValuesByTable.Add((reference, table));
            return null;
        }

        document.Values.Add((reference, new(null, ReadEntries(ref scanner, document))));
        return null;
    }

    private static List<KeyValuePair<long, string>> ReadEntries(ref DbcScanner scanner, DbcDocument document)
    {
        var entries = new List<KeyValuePair<long, string>>();
        while (!scanner.AtStatement)
        {
            var start = scanner.Start;
            if (!scanner.TryTakeNumber(out var value))
            {
                break;
            }

            if (!scanner.TryTakeText(out var text))
            {
                document.Problems.Add(ProblemSeverity.Error, "BadValue", scanner.Start,
                    $"expected the text of the value in quotation marks, but found {scanner.Shown}. The value was left out.");
                break;
            }

            if (TryToRaw(value, out var raw))
            {
                entries.Add(new(raw, text));
            }
            else
            {
                document.Problems.Add(ProblemSeverity.Error, "BadValue", start, $"{value.Value} is no whole number of up to 64 bits. The value was left out.");
            }
        }

        return entries;
    }

    private static bool TryToRaw(DbcNumber number, out long raw)
    {
        var fits = number.Whole is { } whole && whole >= long.MinValue && whole <= ulong.MaxValue;
        raw = !fits ? 0 : number.Whole > long.MaxValue ? (long)(ulong)number.Whole! : (long)number.Whole!;
        return fits;
    }
}
