using System.Globalization;
using System.Text;

namespace Caneth.Signals.Export;

/// <summary>Writes a table as <c>Export-Csv</c> would: a row for each signal, everything quoted.</summary>
internal static class DatabaseTable
{
    private static readonly string[] Columns =
    [
        "Message", "Id", "Extended", "MessageLength", "Fd", "CycleMilliseconds", "Senders", "Signal", "StartBit", "Length", "ByteOrder", "Kind",
        "Factor", "Offset", "Minimum", "Maximum", "Unit", "StartValue", "Values", "Multiplexer", "MultiplexValues", "Receivers", "Comment",
    ];

    public static void Write(CanDatabase database, Stream target)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        WriteRow(writer, Columns);
        foreach (var message in database.Messages)
        {
            string[] first =
            [
                message.Name, DatabaseWords.IdOf(message), $"{message.Extended}", Whole(message.Length), $"{message.Fd}",
                DatabaseWords.Milliseconds(message.CycleTime), string.Join(' ', message.Senders),
            ];
            foreach (var signal in message.Signals)
            {
                WriteRow(writer, [.. first, .. CellsOf(signal)]);
            }

            if (message.Signals.Count == 0)
            {
                WriteRow(writer, [.. first, .. Enumerable.Repeat("", Columns.Length - first.Length)]);
            }
        }

        foreach (var signal in database.UnassignedSignals)
        {
            WriteRow(writer, ["", "", "", "", "", "", "", .. CellsOf(signal)]);
        }
    }

    private static string[] CellsOf(SignalDefinition signal) =>
    [
        signal.Name, Whole(signal.StartBit), Whole(signal.Length), $"{signal.ByteOrder}", $"{signal.Kind}", DatabaseWords.Number(signal.Factor),
        DatabaseWords.Number(signal.Offset), DatabaseWords.Number(signal.ExactMinimum), DatabaseWords.Number(signal.ExactMaximum), signal.Unit,
        DatabaseWords.StartValueOf(signal), DatabaseWords.ValuesOf(signal), signal.Multiplexer?.Name ?? "",
        string.Join(' ', signal.MultiplexValues), string.Join(' ', signal.Receivers), signal.Comment ?? "",
    ];

    private static void WriteRow(StreamWriter writer, string[] cells) => writer.WriteLine(string.Join(',', cells.Select(CsvCell.Quote)));

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
