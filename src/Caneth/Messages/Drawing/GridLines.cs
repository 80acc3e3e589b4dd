using System.Globalization;
using System.Text;
using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>Draws the bits of a message: a line a byte, its most significant bit at the left.</summary>
/// <param name="message">The message.</param>
/// <param name="grid">Which signals the bits belong to.</param>
/// <param name="overlaps">Pairs of signals that share bits of one frame.</param>
/// <param name="colors">The colours.</param>
internal sealed class GridLines(MessageDefinition message, BitGrid grid, HashSet<(int, int)> overlaps, DrawingColors colors)
{
    private const int BitsOfByte = 8;
    private const int LabelWidth = 3;
    private const int DataWidth = 3;
    private const int WidestBit = 20;
    private const int FewestLettersOfName = 4;

    /// <summary>Draws them.</summary>
    /// <param name="width">How many cells there are for a line.</param>
    /// <param name="data">The data of a frame, which stands at the right; null where there is none.</param>
    public IEnumerable<string> Draw(int width, CanData? data)
    {
        var pitch = Math.Min((width - LabelWidth - 1 - (data is null ? 0 : DataWidth)) / BitsOfByte, WidestBit);
        var rows = Enumerable.Range(0, grid.Rows).Select(row => grid.RunsOf(row).ToList()).ToList();
        var named = WhereNamesStand(rows.SelectMany(runs => runs), pitch);
        var margin = new string(' ', LabelWidth);
        var line = new string('─', BitsOfByte * pitch - 1);
        yield return margin + colors.Heading(string.Concat(Enumerable.Range(0, BitsOfByte).Select(bit => Centered($"{BitsOfByte - 1 - bit}", pitch))).TrimEnd());
        yield return $"{margin}┌{line}┐";
        for (var row = 0; row < rows.Count; row++)
        {
            if (row == message.Length)
            {
                var text = $" beyond the message's {message.Length} bytes ";
                yield return $"{margin}├{colors.Fault(text)}{line[Math.Min(text.Length, line.Length)..]}┤";
            }

            var drawn = new StringBuilder($"{row,LabelWidth - 1} │");
            foreach (var run in rows[row])
            {
                drawn.Append(TextOf(run, run.Length * pitch - 1, named)).Append('│');
            }

            yield return data is { } bytes && row < bytes.Count ? drawn.Append(CultureInfo.InvariantCulture, $" {bytes[row]:X2}").ToString() : drawn.ToString();
        }

        yield return $"{margin}└{line}┘";
    }

    /// <summary>A signal has its name once: where all of it fits first or, if it fits nowhere, in its longest run.</summary>
    private Dictionary<int, BitRun> WhereNamesStand(IEnumerable<BitRun> runs, int pitch)
    {
        int RoomIn(BitRun run, int signal) => Math.Min(run.Length * pitch - 1, SignalKeys.Of(signal).Length + 1 + CellText.WidthOf(NameOf(signal, run.Length * pitch)));
        var named = new Dictionary<int, BitRun>();
        foreach (var run in runs.Where(run => run.Signals.Count == 1))
        {
            var signal = run.Signals[0];
            if (!named.TryGetValue(signal, out var before) || RoomIn(run, signal) > RoomIn(before, signal))
            {
                named[signal] = run;
            }
        }

        return named;
    }

    private string TextOf(BitRun run, int room, Dictionary<int, BitRun> named) => run.Signals.Count switch
    {
        0 => new(' ', room),
        1 => TextOfSignal(run, room, ReferenceEquals(named[run.Signals[0]], run)),
        _ => TextOfSeveral(run.Signals, room),
    };

    private string TextOfSignal(BitRun run, int room, bool isNamed)
    {
        var signal = run.Signals[0];
        var text = SignalKeys.Of(signal);
        var left = room - text.Length - 1;
        if (isNamed && left >= Math.Min(FewestLettersOfName, message.Signals[signal].Name.Length))
        {
            text += " " + NameOf(signal, left);
        }

        // Of a signal in several runs each says which of its bits it holds: that shows the byte order.
        var bits = run.Length == message.Signals[signal].Length ? "" : run.High == run.Low ? $"{run.High}" : $"{run.High}..{run.Low}";
        text = CellText.Fit(text, room);
        left = room - CellText.WidthOf(text);
        return colors.Signal(CellText.Pad(text, room - (left > bits.Length ? bits.Length : 0)), signal) + (left > bits.Length ? colors.Faint(bits) : "");
    }

    private string TextOfSeveral(IReadOnlyList<int> signals, int room)
    {
        var clash = signals.SelectMany((one, index) => signals.Skip(index + 1).Take(BitsOfByte), (one, other) => (one, other)).Take(1_000).Any(overlaps.Contains);
        var text = CellText.Pad(CellText.Fit(string.Join(clash ? '+' : '|', signals.Take(room).Select(SignalKeys.Of)), room), room);
        return clash ? colors.Fault(text) : text;
    }

    private string NameOf(int signal, int room) => CellText.Fit(message.Signals[signal].Name, room);

    private static string Centered(string text, int width) => text.PadLeft((width + 1) / 2 + 1).PadRight(width);
}
