using System.Globalization;
using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>The signals of a message as a table; below each what does not fit into columns.</summary>
/// <param name="message">The message.</param>
/// <param name="count">How many of its signals are shown.</param>
/// <param name="numbering">How the places of signals are told.</param>
/// <param name="colors">The colours.</param>
internal sealed class SignalTable(MessageDefinition message, int count, BitNumbering numbering, DrawingColors colors)
{
    private const string Gap = "  ";
    private const int Indent = 4;
    private const int MaxTexts = 64;
    private const int MaxReceivers = 32;
    private const int WidestText = 60;
    private const int LongestComment = 500;

    /// <summary>Draws them.</summary>
    /// <param name="width">How many cells there are for a line.</param>
    /// <param name="frame">A frame of the message, whose values are shown; null where there is none.</param>
    public IEnumerable<string> Draw(int width, CanFrame? frame)
    {
        var columns = Columns(frame).Where(column => column.Cells.Any(cell => cell.Length > 0)).ToList();
        Narrow(columns, width - Gap.Length * (columns.Count - 1));
        var receivers = Enumerable.Range(0, count).Select(place => string.Join(", ", message.Signals[place].Receivers.Take(MaxReceivers))).ToList();
        var left = width - columns.Sum(column => column.Width + Gap.Length);
        var hasColumn = receivers.Exists(text => text.Length > 0) && receivers.TrueForAll(text => text.Length <= left && CellText.WidthOf(VisibleText.Of(text)) <= left)
            && left >= "Receivers".Length;
        var header = string.Join(Gap, columns.Select(column => column.Shown(column.Header))) + (hasColumn ? Gap + "Receivers" : "");
        yield return colors.Heading(header.TrimEnd());
        for (var place = 0; place < count; place++)
        {
            var row = place;
            var cells = string.Concat(columns.Skip(2).Select(column => Gap + column.Shown(column.Cells[row]))) + (hasColumn ? Gap + VisibleText.Of(receivers[place]) : "");
            yield return $"{colors.Signal(columns[0].Shown(columns[0].Cells[place]) + Gap + columns[1].Shown(columns[1].Cells[place]), place)}{cells.TrimEnd()}";
            foreach (var line in Below(place, hasColumn ? "" : receivers[place], width - Indent))
            {
                yield return new string(' ', Indent) + line;
            }
        }
    }

    private IEnumerable<Column> Columns(CanFrame? frame)
    {
        yield return Make("", 4, 1, SignalKeys.Of);
        yield return Make("Signal", 40, 12, place => message.Signals[place].Name);
        var places = Enumerable.Range(0, count).DistinctBy(place => message.Signals[place]).ToDictionary(place => message.Signals[place]);
        yield return Make("When", 24, 8, place => message.Signals[place] is { Multiplexer: { } above } signal
            ? $"{(places.TryGetValue(above, out var switching) ? SignalKeys.Of(switching) : above.Name)}={MultiplexerTree.RangesOf(signal)}" : "");
        yield return Make("Bits", 14, 9, place => PlaceOf(message.Signals[place]));
        if (numbering == BitNumbering.Vector)
        {
            yield return Make("LSB", 6, 3, place => LeastBitOf(message.Signals[place])) with { IsNumber = true };
        }

        yield return Make("Scale", 24, 8, place => message.Signals[place] is { Factor: var factor, Offset: var offset } && (factor != 1 || offset != 0)
            ? $"({Number(factor)},{Number(offset)})" : "");
        yield return Make("Range", 24, 9, place => message.Signals[place] is { Minimum: { } low, Maximum: { } high } ? $"{Number(low)}..{Number(high)}" : "");
        if (frame is { } values)
        {
            var decoded = new CanMessage(message, values).GetSignals().ToDictionary(value => value.GetDefinition(), value => value.GetText());
            yield return Make("Value", 32, 9, place => decoded.GetValueOrDefault(message.Signals[place], "")) with { IsNumber = true };
        }

        yield return Make("Unit", 10, 4, place => message.Signals[place].Unit);
        yield return Make("SPN", 6, 3, place => message.Signals[place].Spn?.ToString(CultureInfo.InvariantCulture) ?? "") with { IsNumber = true };
    }

    private Column Make(string header, int widest, int narrowest, Func<int, string> textOf)
    {
        List<string> cells = [.. Enumerable.Range(0, count).Select(place => CellText.Fit(textOf(place), widest))];
        return new(header, cells, Math.Max(header.Length, cells.Select(CellText.WidthOf).DefaultIfEmpty().Max()), Math.Max(narrowest, header.Length));
    }

    /// <summary>Takes cells from the widest columns until all fit.</summary>
    private static void Narrow(List<Column> columns, int width)
    {
        while (columns.Sum(column => column.Width) > width && columns.Where(column => column.Width > column.Narrowest).MaxBy(column => column.Width) is { } widest)
        {
            widest.Width--;
        }
    }

    private IEnumerable<string> Below(int place, string receivers, int width)
    {
        var signal = message.Signals[place];
        if (signal.Comment is { Length: > 0 } comment)
        {
            foreach (var line in CellText.Wrap(Words(comment, LongestComment), " ", width))
            {
                yield return colors.Faint(line);
            }
        }

        if (signal.Values is { Entries: var entries })
        {
            var texts = entries.Take(MaxTexts).Select(entry => $"{entry.Key} {CellText.Fit(entry.Value, WidestText)}")
                .Concat(entries.Count > MaxTexts ? [string.Create(CultureInfo.InvariantCulture, $"and {entries.Count - MaxTexts:N0} more")] : []);
            foreach (var line in CellText.Wrap(texts, ", ", width))
            {
                yield return line;
            }
        }

        if (receivers.Length > 0)
        {
            foreach (var line in CellText.Wrap(signal.Receivers.Take(MaxReceivers).Select((name, index) => index == 0 ? $"to {VisibleText.Of(name)}" : VisibleText.Of(name)), ", ", width))
            {
                yield return colors.Faint(line);
            }
        }
    }

    /// <summary>The words of a text of which no more is shown than a few lines.</summary>
    internal static IEnumerable<string> Words(string text, int longest) =>
        CellText.Fit(text.Length > longest ? text[..longest] + "…" : text.ReplaceLineEndings(" "), longest + 1).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As a DBC file writes it: start bit, length, 0 for Motorola and 1 for Intel, the sign.</summary>
    private static string PlaceOf(SignalDefinition signal) => string.Create(CultureInfo.InvariantCulture,
        $"{signal.StartBit}|{signal.Length}@{(signal.ByteOrder == ByteOrder.LittleEndian ? 1 : 0)}{(signal.Kind switch
        {
            SignalKind.SignedInteger => "-",
            SignalKind.Binary32 or SignalKind.Binary64 => " float",
            SignalKind.Bytes => " bytes",
            _ => "+",
        })}");

    private static string LeastBitOf(SignalDefinition signal)
    {
        var least = signal.ByteOrder == ByteOrder.LittleEndian ? signal.StartBit : ((signal.StartBit ^ 7) + (long)signal.Length - 1) ^ 7;
        return signal.Length > 0 ? least.ToString(CultureInfo.InvariantCulture) : "";
    }

    private static string Number(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    /// <summary>A column: how wide it would be, and how narrow it may become.</summary>
    private sealed record Column(string Header, IReadOnlyList<string> Cells, int Wanted, int Narrowest)
    {
        public int Width { get; set; } = Wanted;

        public bool IsNumber { get; init; }

        public string Shown(string cell) => CellText.Fit(cell, Width) is var text && IsNumber ? CellText.PadLeft(text, Width) : CellText.Pad(text, Width);
    }
}
