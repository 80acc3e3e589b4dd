using System.Text;

namespace Caneth.Signals.Export;

/// <summary>Writes a document in Markdown: what a database says of itself, its messages in a list, and a table for each.</summary>
internal static class DatabaseDocument
{
    public static void Write(CanDatabase database, Stream target)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($"# {Plain(database.Name)}");
        WriteParagraph(writer, database.Comment);
        WriteParagraph(writer, string.Join(", ", FactsOf(database)));
        if (database.Nodes.Count > 0)
        {
            WriteTable(writer, ["Node", "Comment"], database.Nodes.Select(node => new[] { node.Name, node.Comment ?? "" }));
        }

        WriteTable(writer, ["Message", "Id", "Bytes", "Cycle (ms)", "Senders"], database.Messages.Select(message => new[]
        {
            message.Name, DatabaseWords.IdOf(message), $"{message.Length}", DatabaseWords.Milliseconds(message.CycleTime), string.Join(", ", message.Senders),
        }));
        foreach (var message in database.Messages)
        {
            writer.WriteLine();
            writer.WriteLine($"## {Plain(message.Name)} ({DatabaseWords.IdOf(message)})");
            WriteParagraph(writer, message.Comment);
            WriteSignals(writer, message.Signals);
        }

        if (database.UnassignedSignals.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("## Signals of no message");
            WriteSignals(writer, database.UnassignedSignals);
        }
    }

    private static IEnumerable<string> FactsOf(CanDatabase database)
    {
        if (database.Version is { Length: > 0 } version)
        {
            yield return $"Version {version}";
        }

        if (database.BitRate is { } rate)
        {
            yield return $"{rate} bit/s";
        }

        yield return $"{database.Messages.Count} messages";
        yield return $"{database.Messages.Sum(message => message.Signals.Count)} signals";
    }

    private static void WriteSignals(StreamWriter writer, IReadOnlyList<SignalDefinition> signals)
    {
        if (signals.Count > 0)
        {
            WriteTable(writer, ["Signal", "Bits", "Kind", "Scale", "Range", "Unit", "When", "Values", "Comment"], signals.Select(CellsOf));
        }
    }

    private static string[] CellsOf(SignalDefinition signal) =>
    [
        signal.Name,
        $"{signal.StartBit}, {signal.Length} {(signal.ByteOrder == ByteOrder.LittleEndian ? "little-endian" : "big-endian")}",
        $"{signal.Kind}",
        ScaleOf(signal),
        signal.Minimum is null ? "" : $"{DatabaseWords.Number(signal.ExactMinimum)} to {DatabaseWords.Number(signal.ExactMaximum)}",
        signal.Unit,
        signal.Multiplexer is { } above ? $"{above.Name} = {string.Join(", ", signal.MultiplexValues)}" : "",
        DatabaseWords.ValuesOf(signal),
        signal.Comment ?? "",
    ];

    private static string ScaleOf(SignalDefinition signal) => signal is { Factor: 1, Offset: 0 } ? ""
        : $"x {DatabaseWords.Number(signal.Factor)}{(signal.Offset < 0 ? $" - {DatabaseWords.Number(-signal.Offset)}"
            : signal.Offset > 0 ? $" + {DatabaseWords.Number(signal.Offset)}" : "")}";

    private static void WriteParagraph(StreamWriter writer, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            writer.WriteLine();
            writer.WriteLine(Plain(text));
        }
    }

    private static void WriteTable(StreamWriter writer, string[] columns, IEnumerable<string[]> rows)
    {
        writer.WriteLine();
        writer.WriteLine($"| {string.Join(" | ", columns)} |");
        writer.WriteLine($"|{string.Concat(columns.Select(_ => " --- |"))}");
        foreach (var row in rows)
        {
            writer.WriteLine($"| {string.Join(" | ", row.Select(Plain))} |");
        }
    }

    /// <summary>A text that is shown as it is, on one line, whatever Markdown or HTML it looks like.</summary>
    private static string Plain(string text)
    {
        var visible = VisibleText.Of(text.ReplaceLineEndings(" ").Replace('\t', ' '));
        var plain = new StringBuilder(visible.Length);
        for (var index = 0; index < visible.Length; index++)
        {
            if (visible[index] is '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '&' || visible[index] == '_' && !IsWithinWord(visible, index))
            {
                plain.Append('\\');
            }

            plain.Append(visible[index]);
        }

        return plain.ToString();
    }

    private static bool IsWithinWord(string text, int index) =>
        index > 0 && index < text.Length - 1 && char.IsLetterOrDigit(text[index - 1]) && char.IsLetterOrDigit(text[index + 1]);
}
