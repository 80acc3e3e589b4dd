namespace Caneth.Signals.Dbc;

/// <summary>
/// The statements that concern the file as a whole. Like all readers of statements they give what they expected where they
/// found something else, and null where all is well.
/// </summary>
internal static class DbcPlainStatements
{
    public static string? ReadVersion(ref DbcScanner scanner, DbcDocument document)
    {
        if (!scanner.TryTakeText(out var version))
        {
            return "expected the version in quotation marks after VERSION";
        }

        document.Version = version;
        return null;
    }

    /// <summary>
    /// Skips the list of new symbols. It is of keywords, so it ends at the first line that has more than keywords on it.
    /// </summary>
    public static string? SkipNewSymbols(ref DbcScanner scanner)
    {
        scanner.TryTake(':');
        while (!scanner.AtEnd)
        {
            if (scanner.Token == DbcToken.Word && scanner.Keyword is DbcKeyword.BitTiming or DbcKeyword.Nodes or DbcKeyword.Message or DbcKeyword.Version)
            {
                return null;
            }

            if (scanner.AtStatement && !scanner.IsBareKeywordLine())
            {
                return null;
            }

            scanner.Next();
        }

        return null;
    }

    public static string? ReadBitTiming(ref DbcScanner scanner, DbcDocument document)
    {
        scanner.TryTake(':');
        if (!scanner.AtStatement && scanner.TryTakeNumber(out var rate))
        {
            document.BitRate = rate.Value is > 0 and <= int.MaxValue ? (int)rate.Value : null;
            while (scanner.Is(':') || scanner.Is(',') || scanner.Token == DbcToken.Word && !scanner.AtStatement)
            {
                scanner.Next();
            }
        }

        return null;
    }

    public static string? ReadNodes(ref DbcScanner scanner, DbcDocument document)
    {
        scanner.TryTake(':');
        while (true)
        {
            var (start, place) = (scanner.Start, scanner.Place);
            if (scanner.TryTakeName(out var name))
            {
                document.Add(new NodeDraft(name, place));
                DbcNames.Check(name, start, document.Problems);
            }
            else if (!scanner.TryTake(','))
            {
                return null;
            }
        }
    }

    public static string? ReadComment(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTake(ref scanner, start, out var reference))
        {
            return "expected what the comment is about after CM_";
        }

        if (!scanner.TryTakeText(out var comment))
        {
            return "expected the comment in quotation marks";
        }

        document.ConcernsEnvironment = reference.Scope == AttributeScope.EnvironmentVariable;
        document.Assignments.Add(new(reference, DbcProperty.Comment, null, comment));
        return null;
    }

    /// <summary>Skips a statement that is only kept.</summary>
    public static string? Skip(ref DbcScanner scanner)
    {
        scanner.SkipStatement();
        return null;
    }
}
