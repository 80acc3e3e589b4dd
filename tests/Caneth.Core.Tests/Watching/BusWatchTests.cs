using Caneth.Statistics;
using Caneth.Watching;

namespace Caneth.Tests.Watching;

/// <summary>What somebody sees who watches a bus, and what their keys do.</summary>
public class BusWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 45, 0, TimeSpan.Zero);

    private readonly FrameTable table = new();
    private readonly BusWatch watch = new();

    [Fact]
    public void Bytes_that_change_are_lit_and_fade()
    {
        See(0, "123#0102");
        Assert.Equal([TextTone.Plain, TextTone.Plain], Tones(0));
        See(0.1, "123#0103");
        Assert.Equal([TextTone.Plain, TextTone.Fresh], Tones(0.1));
        Assert.Equal([TextTone.Plain, TextTone.Fading], Tones(0.6));
        Assert.Equal([TextTone.Plain, TextTone.Plain], Tones(2));

        TextTone[] Tones(double seconds) => [watch.Rows[0].ToneOf(0, At(seconds)), watch.Rows[0].ToneOf(1, At(seconds))];
    }

    [Fact]
    public void Rows_are_ordered_as_s_asks_for_and_the_one_that_is_selected_stays_so()
    {
        See(0, "123#01", "0C0#01", "00000001#01", "123#01", "00000001#01", "00000001#01");
        Assert.Equal(["0C0", "123", "00000001"], Ids());
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.S);
        Assert.Equal((RowOrder.Name, "123"), (watch.Order, watch.SelectedRow!.Statistics.HexId));
        Press(ConsoleKey.S);
        Assert.Equal(["00000001", "123", "0C0"], Ids());
        Assert.Equal(1, watch.Selected);
        Press(ConsoleKey.End);
        Assert.Equal("0C0", watch.SelectedRow!.Statistics.HexId);
        Press(ConsoleKey.PageUp);
        Assert.Equal(0, watch.Selected);
    }

    [Fact]
    public void What_is_typed_after_a_slash_selects_rows()
    {
        See(0, "123#01", "0C0#01", "12345678#01");
        Type("/12q");
        Assert.False(watch.IsOver);
        Assert.Empty(watch.Rows);
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.Enter);
        Assert.Equal(["123", "12345678"], Ids());
        Press(ConsoleKey.Escape);
        Assert.Equal(3, watch.Rows.Count);
        Press(ConsoleKey.Escape);
        Assert.True(watch.IsOver);
    }

    [Fact]
    public void Nothing_moves_while_it_is_paused_and_c_begins_anew()
    {
        See(0, "123#01");
        Press(ConsoleKey.P);
        See(1, "123#02", "124#01");
        Assert.Equal(["123"], Ids());
        Press(ConsoleKey.P);
        See(2);
        Assert.Equal(["123", "124"], Ids());
        Press(ConsoleKey.C);
        Assert.True(watch.WantsClear);
        watch.Clear();
        Assert.Empty(watch.Rows);
    }

    [Fact]
    public void Only_ids_that_change_are_shown_where_that_is_asked_for()
    {
        var changes = new BusWatch(onlyChanged: true);
        table.Add([CanFrame.Parse("123#01"), CanFrame.Parse("124#01"), CanFrame.Parse("124#02")]);
        changes.Update(table.GetIds(), Start);
        Assert.Equal(["124"], changes.Rows.Select(row => row.Statistics.HexId));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_second()
    {
        See(0, "123#01");
        See(0.5, "123#01", "123#01");
        Assert.Null(watch.Rows[0].Rate);
        See(1, "123#01", "123#01");
        Assert.Equal(4, watch.Rows[0].Rate);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    [InlineData(20)]
    [InlineData(1)]
    public void A_page_fits_any_terminal(int width)
    {
        See(0, [.. Enumerable.Range(0, 300).Select(id => $"{id:X3}#0011223344556677"), "7FF##000112233445566778899AABB"]);
        foreach (var height in new[] { 1, 2, 24, 400 })
        {
            var lines = new WatchPage(watch, "car", width, height, Start).Lines();
            Assert.Equal(height, lines.Count);
            Assert.All(lines.SelectMany(line => line), text => Assert.InRange(text.Column + text.Text.Length, 0, width));
        }
    }

    [Fact]
    public void Eighty_columns_show_a_row_whole()
    {
        See(0, "123#0011223344556677");
        See(1, "123#0011223344556677", "123#00112233445566AA");
        var lines = new WatchPage(watch, "car", 80, 24, At(1)).Lines().Select(Plain).ToList();
        Assert.Matches("^car +1 id +3 frames", lines[0]);
        Assert.Matches("^ +Id Message +Count +Rate/s Period ms +Data", lines[1]);
        Assert.Matches("^ +123 +3 +2.0 +.*  00 11 22 33 44 55 66 AA$", lines[2]);
        Assert.Matches("^q quit", lines[^1]);
        Press(ConsoleKey.Enter);
        lines = [.. new WatchPage(watch, "car", 80, 24, At(1)).Lines().Select(Plain)];
        Assert.Contains("Bits changed  00 00 00 00 00 00 00 DD", lines);
    }

    [Fact]
    public void Where_rows_are_of_several_devices_each_says_of_which()
    {
        watch.Update([.. new[] { "(1.0) can0 123#01", "(1.0) can1 123#02" }.SelectMany(frame => Counted(frame).GetIds())], Start);
        var lines = new WatchPage(watch, "can0, can1", 80, 24, Start).Lines().Select(Plain).ToList();
        Assert.Matches("^Device +Id Message", lines[1]);
        Assert.Matches("^can0 +123 .*  01$", lines[2]);
        Assert.Matches("^can1 +123 .*  02$", lines[3]);

        static FrameTable Counted(string frame)
        {
            var table = new FrameTable();
            table.Add(CanFrame.Parse(frame));
            return table;
        }
    }

    [Fact]
    public void Only_what_changed_is_written_to_the_screen()
    {
        using var screen = new RecordedScreen();
        var painter = new ScreenPainter(screen);
        See(0, "123#0011", "124#0011");
        painter.Paint(new WatchPage(watch, "car", 80, 24, Start).Lines());
        Assert.Equal("11", screen.At(2, 52));
        screen.Written.Clear();
        painter.Paint(new WatchPage(watch, "car", 80, 24, Start).Lines());
        Assert.Empty(screen.Written);
        See(0.1, "124#0012");
        painter.Paint(new WatchPage(watch, "car", 80, 24, At(0.1)).Lines());
        Assert.All(screen.Written.Where(write => write.Row > 0), write => Assert.Equal(3, write.Row));
        Assert.Contains(screen.Written, write => write.Text is { Text: "12", Tone: TextTone.Fresh });
        Assert.InRange(screen.Written.Count, 2, 8);
    }

    [Fact]
    public void A_text_that_ends_earlier_leaves_nothing_behind()
    {
        using var screen = new RecordedScreen();
        var painter = new ScreenPainter(screen);
        painter.Paint([[new(0, "long text"), new(12, "x")], [new(0, "gone")]]);
        painter.Paint([[new(2, "ng"), new(12, "y")]]);
        Assert.Equal("  ng        y", screen.Line(0));
        Assert.Equal("", screen.Line(1));
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static string Plain(IReadOnlyList<ScreenText> line) =>
        line.Aggregate("", (text, one) => text.PadRight(one.Column) + one.Text);

    private void See(double seconds, params string[] frames)
    {
        foreach (var frame in frames)
        {
            table.Add(CanFrame.Parse(frame) with { Timestamp = At(seconds) });
        }

        watch.Update(table.GetIds(), At(seconds));
    }

    private string[] Ids() => [.. watch.Rows.Select(row => row.Statistics.HexId)];

    private void Press(ConsoleKey key) => watch.Press(new('\0', key, false, false, false), page: 10);

    private void Type(string text)
    {
        foreach (var character in text)
        {
            watch.Press(new(character, char.IsAsciiLetter(character) ? ConsoleKey.A + (char.ToUpperInvariant(character) - 'A') : ConsoleKey.None, false, false, false), page: 10);
        }
    }

    private sealed class RecordedScreen : IScreen
    {
        private readonly char[][] cells = [.. Enumerable.Range(0, 24).Select(_ => new string(' ', 80).ToCharArray())];

        public List<(int Row, ScreenText Text)> Written { get; } = [];

        public int Width => 80;

        public int Height => 24;

        public string Line(int row) => new string(cells[row]).TrimEnd();

        public string At(int row, int column) => new(cells[row], column, 2);

        public void Open()
        {
        }

        public void Clear() => Array.ForEach(cells, line => Array.Fill(line, ' '));

        public void Write(int row, ScreenText text)
        {
            Written.Add((row, text));
            text.Text.CopyTo(0, cells[row], text.Column, text.Text.Length);
        }

        public void Flush()
        {
        }

        public ConsoleKeyInfo? ReadKey() => null;

        public void Dispose()
        {
        }
    }
}
