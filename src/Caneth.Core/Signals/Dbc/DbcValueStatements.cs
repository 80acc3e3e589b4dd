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
            document.Assignments.Add(new(reference, DbcProperty.ValueTable, table, null));
            return null;
        }

        document.Assignments.Add(new(reference, DbcProperty.Values, null, new ValueTable(null, ReadEntries(ref scanner, document))));
        return null;
    }

    private static KeyValuePair<long, string>[] ReadEntries(ref DbcScanner scanner, DbcDocument document)
    {
        var lists = document.ValueLists;
        if (lists.TryTake(ref scanner, out var known))
        {
            return known;
        }

        var line = scanner.RestOfLine;
        var listStart = scanner.Start;
        var problems = document.Problems.Total;
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

            if (value.TryToRaw(out var raw))
            {
                lists.Add(raw, text);
            }
            else
            {
                document.Problems.Add(ProblemSeverity.Error, "BadValue", start,
                    $"{DbcLines.Number(value.Value)} is not a whole number of up to 64 bits. The value was left out.");
            }
        }

        return lists.Finish(line, listStart, scanner, problems == document.Problems.Total);
    }
}
