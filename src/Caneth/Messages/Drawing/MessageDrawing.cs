using System.Globalization;
using System.Management.Automation.Host;
using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>A message as a person looks at it: its bits, its multiplexers, its signals and, with a frame, their values.</summary>
/// <remarks>It is drawn when it is shown, for the width of the window and in its colours; <see cref="ToString()"/> gives it as plain text.</remarks>
public sealed class MessageDrawing
{
    private const int NarrowestWindow = 60;
    private const int WidestWindow = 400;
    private const int MaxSignals = 1_000;
    private const int MaxOverlaps = 16;
    private const int LongestComment = 1_000;
    private const int WidestName = 60;
    private const int MaxNodes = 16;

    private readonly BitNumbering numbering;

    internal MessageDrawing(MessageDefinition definition, CanFrame? frame = null, BitNumbering numbering = BitNumbering.Dbc)
    {
        Definition = definition;
        Frame = frame;
        this.numbering = numbering;
    }

    /// <summary>The name of the message.</summary>
    public string Message => Definition.Name;

    /// <summary>The identifier of the message.</summary>
    public uint Id => Definition.Id;

    /// <summary>The length of its data in bytes.</summary>
    public int Length => Definition.Length;

    /// <summary>What the database says of it.</summary>
    public MessageDefinition Definition { get; }

    /// <summary>The frame whose values are shown; null where there is none.</summary>
    public CanFrame? Frame { get; }

    private int Count => Math.Min(Definition.Signals.Count, MaxSignals);

    /// <summary>Draws it for a window, as wide as that is.</summary>
    /// <param name="host">What shows it: <c>$Host</c>.</param>
    /// <param name="style"><c>$PSStyle</c>, whose colours are taken where it has any; null for none.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> GetLines(PSHost host, object? style)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Draw(HostWindow.WidthOf(host), new(style));
    }

    /// <summary>Draws it as plain text.</summary>
    /// <param name="width">How many columns there are: 60 or more.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> GetLines(int width) => Draw(width, new(null));

    /// <summary>The drawing as plain text of 80 columns.</summary>
    /// <returns>Lines, with a line feed between them.</returns>
    public override string ToString() => string.Join('\n', GetLines(HostWindow.UsualWidth));

    private string[] Draw(int window, DrawingColors colors)
    {
        var width = Math.Clamp(window, NarrowestWindow, WidestWindow) - 1;
        Func<int, bool>? isInFrame = Frame is { } frame ? place => Definition.Codec.IsPresent(place, frame) : null;
        bool IsDrawn(int place) => place < Count && (isInFrame is null || isInFrame(place));
        var overlaps = FindOverlaps();
        var tree = new MultiplexerTree(Definition, Count, colors);
        IEnumerable<IEnumerable<string>> parts =
        [
            Heading(width, colors),
            BitGrid.RowsOf(Definition, IsDrawn) is > 0 and var rows
                ? new GridLines(Definition, new(Definition.Signals, IsDrawn, rows), overlaps, colors).Draw(width, Frame?.Data) : [],
            Notes(overlaps, width).Select(colors.Fault),
            tree.IsEmpty ? [] : tree.Draw(width, isInFrame),
            Count > 0 ? new SignalTable(Definition, Count, numbering, colors).Draw(width, Frame) : [],
        ];
        return [.. parts.Select(part => part.ToList()).Where(part => part.Count > 0).SelectMany((part, number) => number > 0 ? part.Prepend("") : part)];
    }

    private IEnumerable<string> Heading(int width, DrawingColors colors)
    {
        var name = CellText.Fit(Message, Math.Min(WidestName, width));
        List<string> facts = [.. Facts()];
        var isBeside = CellText.WidthOf(string.Join("  ", facts.Prepend(name))) <= width;
        yield return colors.Heading(name) + (isBeside ? "  " + string.Join("  ", facts) : "");
        foreach (var line in CellText.Wrap(isBeside ? [] : facts, "  ", width))
        {
            yield return line;
        }

        foreach (var line in CellText.Wrap(SignalTable.Words(Definition.Comment ?? "", LongestComment), " ", width))
        {
            yield return colors.Faint(line);
        }

        if (Frame is { } frame)
        {
            var time = frame.Timestamp.Nanoseconds == 0 ? "" : $"{frame.Timestamp.ToLocalTime():HH:mm:ss.ffffff}  ";
            yield return CellText.Fit($"{time}{(frame.Device is { } device ? CellText.Fit(device, WidestName) + "  " : "")}{frame.ToShortString()}", width);
        }
    }

    private IEnumerable<string> Facts()
    {
        yield return Id > CanId.MaxExtended ? "matches no frame" : $"0x{CanId.Format(Id, Definition.Extended)}";
        yield return Length == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{Length:N0} bytes");
        if (Definition.Fd)
        {
            yield return "CAN FD";
        }

        if (Definition.J1939 is { GroupNumber: var group })
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"PGN {group} (0x{group:X})");
        }

        if (Definition.CycleTime is { } cycle)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"every {cycle.TotalMilliseconds:0.###} ms");
        }

        if (Definition.SendType is { Length: > 0 } send)
        {
            yield return CellText.Fit(send, WidestName);
        }

        if (Definition.Senders is { Count: > 0 } senders)
        {
            yield return $"from {string.Join(", ", senders.Take(MaxNodes).Select(sender => CellText.Fit(sender, WidestName)))}{(senders.Count > MaxNodes ? ", …" : "")}";
        }
    }

    /// <summary>Pairs of signals, by their places, that share bits of one frame: the earlier one first.</summary>
    private HashSet<(int, int)> FindOverlaps()
    {
        var places = new Dictionary<SignalDefinition, int>();
        for (var place = 0; place < Count; place++)
        {
            places.TryAdd(Definition.Signals[place], place);
        }

        return [.. new OverlapSearch().Find(Definition).SelectMany(one => one.Others, (one, other) => (Signal: one.Signal, Other: other))
            .Where(pair => places.ContainsKey(pair.Signal) && places.ContainsKey(pair.Other))
            .Select(pair => (places[pair.Other], places[pair.Signal]))];
    }

    private IEnumerable<string> Notes(HashSet<(int One, int Other)> overlaps, int width)
    {
        string NameOf(int place) => $"{SignalKeys.Of(place)} {CellText.Fit(Definition.Signals[place].Name, WidestName)}";
        var notes = overlaps.Take(MaxOverlaps).Select(pair => $"! {NameOf(pair.One)} and {NameOf(pair.Other)} share bits.");
        if (overlaps.Count > MaxOverlaps)
        {
            notes = notes.Append($"! {overlaps.Count - MaxOverlaps} more pairs of signals share bits: Test-CanDatabase lists them.");
        }

        if (BitGrid.MaxRows < Length)
        {
            notes = notes.Append(string.Create(CultureInfo.InvariantCulture, $"! The first {BitGrid.MaxRows} of {Length:N0} bytes are drawn."));
        }

        if (Count < Definition.Signals.Count)
        {
            notes = notes.Append(string.Create(CultureInfo.InvariantCulture, $"! The first {Count:N0} of {Definition.Signals.Count:N0} signals are shown; Get-CanSignal shows all."));
        }

        return notes.Select(note => CellText.Fit(note, width));
    }
}
