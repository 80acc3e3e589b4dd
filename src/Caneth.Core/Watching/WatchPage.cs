using System.Globalization;
using Caneth.Signals;
using Caneth.Statistics;

namespace Caneth.Watching;

/// <summary>Draws what somebody watches as lines, as wide and high as the terminal is.</summary>
/// <param name="watch">What is watched.</param>
/// <param name="title">Which devices they are.</param>
/// <param name="width">How many columns there are.</param>
/// <param name="height">How many rows there are.</param>
/// <param name="now">Now, for what has changed a short while ago.</param>
internal sealed class WatchPage(BusWatch watch, string title, int width, int height, DateTimeOffset now)
{
    private const int RowsAround = 3;
    private const int DeviceWidth = 12;
    private const int IdWidth = 8;
    private const int CountWidth = 8;
    private const int RateWidth = 8;
    private const int PeriodWidth = 9;
    private const int ShortestName = 10;
    private const int LongestName = 28;

    // Eight bytes in hex, with the blanks between them.
    private const int DataWidth = 23;

    // Of one device there is no need to say which it is: its name is on top.
    private readonly bool hasDevices = watch.Rows.Exists(row => row.Statistics.Device != watch.Rows[0].Statistics.Device);

    /// <summary>How many rows of ids fit.</summary>
    public static int RowsOf(int height) => Math.Max(1, height - RowsAround);

    /// <summary>The lines, from the top row on.</summary>
    public IReadOnlyList<IReadOnlyList<ScreenText>> Lines()
    {
        var room = RowsOf(height);
        var lines = new List<IReadOnlyList<ScreenText>> { Top() };
        if (watch is { ShowsDetails: true, SelectedRow: { } row })
        {
            lines.AddRange(Details(row).Take(room + 1));
        }
        else
        {
            lines.Add(Head());
            var first = Math.Clamp(watch.Selected - room / 2, 0, Math.Max(0, watch.Rows.Count - room));
            lines.AddRange(watch.Rows.Skip(first).Take(room).Select((one, place) => RowOf(one, first + place == watch.Selected)));
        }

        while (lines.Count < height - 1)
        {
            lines.Add([]);
        }

        return [.. lines.Take(Math.Max(0, height - 1)), Bottom()];
    }

    private int NameWidth => Math.Clamp(watch.Rows.Max(row => (int?)row.Statistics.Message?.Length) ?? 0, ShortestName,
        Math.Clamp(width - (hasDevices ? DeviceWidth + 1 : 0) - IdWidth - CountWidth - RateWidth - PeriodWidth - DataWidth - 6, ShortestName, LongestName));

    private IReadOnlyList<ScreenText> Top() => new LineBuilder(width)
        .Add(title, Math.Max(10, width - 52), TextTone.Header).Skip(2)
        .Add(Text($"{watch.Rows.Count:N0} {(watch.Rows.Count == 1 ? "id" : "ids")}"), 10).Skip(1)
        .Add(Amount.Frames(watch.Rows.Sum(row => row.Statistics.Count)), 22).Skip(1)
        .Add(watch.IsPaused ? "PAUSED" : "", 8, TextTone.Fresh)
        .Texts;

    private IReadOnlyList<ScreenText> Head() => Begin("Device", TextTone.Header)
        .Add("Id", IdWidth, TextTone.Header, right: true).Skip(1)
        .Add("Message", NameWidth, TextTone.Header).Skip(1)
        .Add("Count", CountWidth, TextTone.Header, right: true).Skip(1)
        .Add("Rate/s", RateWidth, TextTone.Header, right: true).Skip(1)
        .Add("Period ms", PeriodWidth, TextTone.Header, right: true).Skip(2)
        .Add("Data", DataWidth, TextTone.Header).Skip(1)
        .Add("Values", width, TextTone.Header)
        .Texts;

    private IReadOnlyList<ScreenText> RowOf(WatchedId row, bool selected)
    {
        var id = row.Statistics;
        var line = Begin(id.Device, TextTone.Plain)
            .Add(id.HexId, IdWidth, selected ? TextTone.Selected : TextTone.Plain, right: true).Skip(1)
            .Add(id.Message, NameWidth, selected ? TextTone.Selected : TextTone.Plain).Skip(1)
            .Add(Text($"{id.Count}"), CountWidth, right: true).Skip(1)
            .Add(row.Rate is { } rate ? Text($"{rate:0.0}") : "", RateWidth, right: true).Skip(1)
            .Add(id.PeriodMean is { } period ? Text($"{1000 * period:0.0}") : "", PeriodWidth, right: true).Skip(2);
        AddData(line, row);
        if (line.Left > ShortestName)
        {
            line.Add(ValuesOf(id), line.Left, TextTone.Faint);
        }

        return line.Texts;
    }

    private LineBuilder Begin(string? device, TextTone tone)
    {
        var line = new LineBuilder(width);
        return hasDevices ? line.Add(device, DeviceWidth, tone).Skip(1) : line;
    }

    private void AddData(LineBuilder line, WatchedId row)
    {
        var data = row.Statistics.Frame.Data;
        var end = line.Column + DataWidth + 1;
        if (row.Statistics.Remote)
        {
            line.Add("remote", DataWidth, TextTone.Faint);
        }

        // Of a longer frame as many as fit; its details have all.
        for (var place = 0; place < data.Count && line.Column + 2 < end && line.Left >= 2; place++)
        {
            line.Add(data[place].ToString("X2", CultureInfo.InvariantCulture), 2, row.ToneOf(place, now)).Skip(1);
        }

        line.Skip(end - line.Column);
    }

    private IEnumerable<IReadOnlyList<ScreenText>> Details(WatchedId row)
    {
        var id = row.Statistics;
        yield return Line($"{id.HexId}{(id.Message is null ? "" : $"  {id.Message}")}{(id.Remote ? "  remote" : "")}", TextTone.Header);
        yield return Line(Text($"{id.Count:N0} frames from {id.First.ToLocalTime():HH:mm:ss.fff} to {id.Last.ToLocalTime():HH:mm:ss.fff}, {row.Rate:0.0} a second"));
        yield return Line(Text($"Period {1000 * id.PeriodMean:0.000} ms, {1000 * id.PeriodMin:0.000} to {1000 * id.PeriodMax:0.000} ms, jitter {1000 * id.PeriodJitter:0.000} ms"));
        yield return Line($"Data length codes {id.Dlcs}");
        yield return Line($"Data          {id.Frame.Data}");
        yield return Line($"Bits changed  {id.ChangedBits}", TextTone.Faint);
        yield return [];
        foreach (var signal in SignalsOf(id))
        {
            yield return Line(signal.ToString());
        }
    }

    private IReadOnlyList<ScreenText> Bottom() => watch.IsTyping
        ? new LineBuilder(width).Add($"Filter: {watch.Filter}_", width, TextTone.Selected).Texts
        : new LineBuilder(width).Add("q quit  p pause  c clear  s sort: " + watch.Order.ToString().ToLowerInvariant()
            + (watch.Filter.Length > 0 ? $"  / filter: {watch.Filter}" : "  / filter") + (watch.ShowsDetails ? "  Enter back" : "  Enter details"), width, TextTone.Faint).Texts;

    private IReadOnlyList<ScreenText> Line(string text, TextTone tone = TextTone.Plain) => new LineBuilder(width).Add(text, width, tone).Texts;

    private static string ValuesOf(FrameStatistics id) => string.Join("  ", SignalsOf(id).Select(signal => signal.ToString()));

    private static IEnumerable<CanSignalValue> SignalsOf(FrameStatistics id) =>
        id.Definition is { } definition ? new CanMessage(definition, id.Frame).GetSignals() : [];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
