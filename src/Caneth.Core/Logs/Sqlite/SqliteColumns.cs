namespace Caneth.Logs.Sqlite;

/// <summary>Which column of a table holds what of a frame, as the statement says that made the table.</summary>
internal sealed class SqliteColumns
{
    private static readonly string[] Names = ["ts", "arbitration_id", "data", "extended", "remote", "error", "dlc"];

    // Without these a row is no frame.
    private const int NeededCount = 3;

    private readonly SqliteColumn[] columns;

    private SqliteColumns(SqliteColumn[] columns) => this.columns = columns;

    /// <summary>How many columns there are until the last that holds something of a frame.</summary>
    public int Count => columns.Length;

    /// <summary>What a column holds.</summary>
    public SqliteColumn this[int place] => columns[place];

    /// <summary>Finds them.</summary>
    /// <param name="statement">What made the table: <c>CREATE TABLE messages (ts REAL, arbitration_id INTEGER, …)</c>.</param>
    /// <returns>The columns; null where it is no table of frames.</returns>
    public static SqliteColumns? Find(string statement)
    {
        var begin = statement.IndexOf('(', StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        var columns = new List<SqliteColumn>();
        foreach (var definition in DefinitionsIn(statement[(begin + 1)..]))
        {
            columns.Add((SqliteColumn)(Array.FindIndex(Names, name => name.Equals(NameIn(definition), StringComparison.OrdinalIgnoreCase)) + 1));
        }

        var found = Enumerable.Range(1, NeededCount).All(needed => columns.Contains((SqliteColumn)needed));
        return found ? new([.. columns[..(columns.FindLastIndex(column => column != SqliteColumn.Other) + 1)]]) : null;
    }

    /// <summary>The parts between commas, but for those within brackets and quotes.</summary>
    private static IEnumerable<string> DefinitionsIn(string text)
    {
        var (start, depth, quote) = (0, 0, '\0');
        for (var place = 0; place < text.Length; place++)
        {
            var letter = text[place];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'' or '`' or '[')
            {
                quote = letter == '[' ? ']' : letter;
            }
            else if (letter is '(')
            {
                depth++;
            }
            else if (letter is ',' or ')' && depth == 0)
            {
                yield return text[start..place];
                start = place + 1;
                if (letter == ')')
                {
                    yield break;
                }
            }
            else if (letter is ')')
            {
                depth--;
            }
        }
    }

    private static string NameIn(string definition)
    {
        var text = definition.AsSpan().Trim();
        var end = text.IndexOfAny(" \t\r\n");
        return text[..(end < 0 ? text.Length : end)].Trim("\"'`[]").ToString();
    }
}
