using Caneth.Plotting;
using Caneth.Signals;

namespace Caneth.Tests.Plotting;

/// <summary>Series become one table over one axis of time.</summary>
public sealed class WideTableTests
{
    private static readonly CanFrame[] Drive =
    [
        SomeSeries.Engine(0, 800.25), SomeSeries.At(4, new(193, [1, 0, 0, 0, 0, 0, 0, 0x80])), SomeSeries.Engine(10, 900, gear: 3), SomeSeries.Engine(25, 1000, gear: 7),
    ];

    [Fact]
    public void There_is_a_row_for_each_time_at_which_something_came_and_nothing_in_it_that_did_not_come() => Assert.Equal(
        """
        "Timestamp","Time","EngineSpeed","Gear","Temperature","Odometer"
        2026-01-31T12:00:00.000000Z,0,800.25,0,-68,
        2026-01-31T12:00:00.004000Z,0.004,,,,9223372036854775809
        2026-01-31T12:00:00.010000Z,0.01,900,3,-68,
        2026-01-31T12:00:00.025000Z,0.025,1000,7,-68,

        """.ReplaceLineEndings("\n"), Write(new(SomeSeries.Of(Drive))));

    [Fact]
    public void Values_can_be_held_named_and_raw()
    {
        Assert.Contains("0.004,800.25,0,-68,9223372036854775809\n", Write(new(SomeSeries.Of(Drive)) { Hold = true }));
        Assert.Contains("0.01,900,Drive,-68,\n2026-01-31T12:00:00.025000Z,0.025,1000,7,-68,\n", Write(new(SomeSeries.Of(Drive)) { Form = SignalForm.Text }));
        Assert.Contains(";0;3201;0;-56;\n", Write(new(SomeSeries.Of(Drive)) { Form = SignalForm.Raw, Delimiter = ';' }));
    }

    [Fact]
    public void A_sample_has_the_last_value_that_came_until_then()
    {
        var table = new WideTable(SomeSeries.Of(Drive)) { Sample = TimeSpan.FromMilliseconds(5) };
        Assert.Equal(6, table.RowCount);
        Assert.Equal(["0 800.25 ", "0.005 800.25 9223372036854775809", "0.01 900 9223372036854775809", "0.015 900 9223372036854775809", "0.02 900 9223372036854775809", "0.025 1000 9223372036854775809"],
            Write(table).Split('\n').Skip(1).SkipLast(1).Select(line => line.Split(',')).Select(cells => $"{cells[1]} {cells[2]} {cells[5]}"));
        Assert.Throws<InvalidOperationException>(() => new WideTable([]) { Sample = TimeSpan.Zero }.RowCount);
        Assert.Equal(0, new WideTable([]) { Sample = TimeSpan.FromSeconds(1) }.RowCount);
    }

    [Fact]
    public void What_comes_twice_at_one_time_has_two_rows() =>
        Assert.Equal(["1", "2", "3"], Write(new([Twice()])).Split('\n').Skip(1).SkipLast(1).Select(line => line.Split(',')[2]));

    [Fact]
    public void A_name_is_no_formula_and_steers_nothing()
    {
        var text = Write(new([SomeSeries.Of("=HYPERLINK(\"x\")", "", 1, _ => -5), SomeSeries.Of("a\nb\e[2J", "", 1, _ => double.NaN)]));
        Assert.StartsWith("\"Timestamp\",\"Time\",\"'=HYPERLINK(\"\"x\"\")\",\"a\\x0Ab\\x1B[2J\"\n", text, StringComparison.Ordinal);
        Assert.EndsWith(",0,-5,NaN\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_counts_the_rows_can_end_the_writing()
    {
        var rows = 0L;
        Assert.Throws<OperationCanceledException>(() => new WideTable(SomeSeries.Of(Drive)).WriteCsv(Stream.Null, row => rows = row < 2 ? row : throw new OperationCanceledException()));
        Assert.Equal(1, rows);
    }

    private static TimeSeries Twice()
    {
        var series = new TimeSeries("a");
        series.Add(SomeSeries.Start, 1);
        series.Add(SomeSeries.Start, 2);
        series.Add(SomeSeries.Start.AddSeconds(1), 3);
        return series;
    }

    private static string Write(WideTable table) => SomeSeries.Text(stream => table.WriteCsv(stream));
}
