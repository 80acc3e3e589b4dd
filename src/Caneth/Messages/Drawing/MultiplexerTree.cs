using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>Draws which signals are in a frame at which values of the multiplexers.</summary>
/// <param name="message">The message.</param>
/// <param name="count">How many of its signals are shown.</param>
/// <param name="colors">The colours.</param>
internal sealed class MultiplexerTree(MessageDefinition message, int count, DrawingColors colors)
{
    private const int MaxLines = 500;
    private const int MaxDepth = 8;
    private const int MaxRanges = 8;
    private const int WidestSignal = 60;
    private const int NarrowestList = 20;

    private readonly ILookup<SignalDefinition, int> below = Enumerable.Range(0, count)
        .Where(place => message.Signals[place].Multiplexer is not null)
        .ToLookup(place => message.Signals[place].Multiplexer!);

    /// <summary>Whether the message has multiplexers.</summary>
    public bool IsEmpty => below.Count == 0;

    /// <summary>Draws them.</summary>
    /// <param name="width">How many cells there are for a line.</param>
    /// <param name="isInFrame">Which signals are in the frame that is shown with the message, by their places; null where there is none.</param>
    public IEnumerable<string> Draw(int width, Func<int, bool>? isInFrame)
    {
        var tops = Enumerable.Range(0, count).Where(place => message.Signals[place] is { Multiplexer: null } signal && below.Contains(signal));
        var lines = tops.SelectMany(top => DrawSwitch(top, "", width, isInFrame, 0).Prepend(NameOf(top))).Take(MaxLines + 1).ToList();
        return lines.Count > MaxLines ? [.. lines.Take(MaxLines), "…"] : lines;
    }

    private IEnumerable<string> DrawSwitch(int place, string margin, int width, Func<int, bool>? isInFrame, int depth)
    {
        var multiplexer = message.Signals[place];
        var branches = below[multiplexer].GroupBy(one => string.Join(',', message.Signals[one].MultiplexValues))
            .OrderBy(branch => message.Signals[branch.First()].MultiplexValues is [var range, ..] ? range.First : 0).ToList();
        foreach (var branch in branches)
        {
            var isLast = branch == branches[^1];
            var (stem, next) = (margin + (isLast ? "└─ " : "├─ "), margin + (isLast ? "   " : "│  "));
            foreach (var (line, number) in DrawBranch(multiplexer, [.. branch], width - next.Length, isInFrame, depth).Select((line, number) => (line, number)))
            {
                yield return (number == 0 ? stem : next) + line;
            }
        }
    }

    /// <summary>The value and what is in the frame at it; a multiplexer among these comes last, with its own branches below.</summary>
    private IEnumerable<string> DrawBranch(SignalDefinition multiplexer, int[] branch, int width, Func<int, bool>? isInFrame, int depth)
    {
        var isChosen = isInFrame is not null && Array.Exists(branch, place => isInFrame(place));
        var value = CellText.Fit($"{RangesOf(message.Signals[branch[0]])}{TextOf(multiplexer, message.Signals[branch[0]])}", width / 3) + (isChosen ? " ◄:" : ":");
        var indent = new string(' ', CellText.WidthOf(value) + 1);
        var head = isChosen ? colors.Heading(value) : value;
        var isSwitch = branch.ToLookup(place => depth < MaxDepth && below.Contains(message.Signals[place]));
        foreach (var line in CellText.Wrap(isSwitch[false].Select(Plain), ", ", Math.Max(width - indent.Length, NarrowestList)))
        {
            yield return head.Length > 0 ? $"{head} {line}" : indent + line;
            head = "";
        }

        foreach (var place in isSwitch[true])
        {
            yield return head.Length > 0 ? $"{head} {NameOf(place)}" : indent + NameOf(place);
            head = "";
            foreach (var line in DrawSwitch(place, indent, width, isInFrame, depth + 1))
            {
                yield return line;
            }
        }
    }

    private string NameOf(int place) => colors.Signal(Plain(place), place);

    private string Plain(int place) => $"{SignalKeys.Of(place)} {CellText.Fit(message.Signals[place].Name, WidestSignal)}";

    /// <summary>The values at which a signal is in the frame.</summary>
    internal static string RangesOf(SignalDefinition signal) =>
        string.Join(", ", signal.MultiplexValues.Take(MaxRanges)) + (signal.MultiplexValues.Count > MaxRanges ? ", …" : "");

    private static string TextOf(SignalDefinition multiplexer, SignalDefinition signal) =>
        signal.MultiplexValues is [var only] && only.First == only.Last && multiplexer.ToValue(only.First).Text is { } text ? $" {text}" : "";
}
