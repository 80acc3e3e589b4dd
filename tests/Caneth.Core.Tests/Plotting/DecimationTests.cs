using Caneth.Plotting;

namespace Caneth.Tests.Plotting;

/// <summary>What is left of many points looks as all of them do.</summary>
public sealed class DecimationTests
{
    [Fact]
    public void Each_column_keeps_its_first_lowest_highest_and_last_point_and_no_other() =>
        Gen.Select(Gen.Double[-100, 100].Array[2, 500], Gen.Int[1, 40]).Sample((values, columns) =>
        {
            var series = SomeSeries.Of("a", "", values.Length, index => values[index]);
            var plot = new Plot("", [series]);
            var chosen = Decimation.Choose(plot, series, columns);
            Assert.Equal(chosen.OrderBy(point => point.Time), chosen);
            var kept = chosen.Select(point => point.Time).ToHashSet();
            foreach (var column in Enumerable.Range(0, values.Length).GroupBy(index => (long)(plot.Elapsed(series.TimeOf(index).Nanoseconds) / (plot.Length / columns))))
            {
                int[] wanted = [column.First(), column.MinBy(index => values[index]), column.MaxBy(index => values[index]), column.Last()];
                Assert.All(wanted, index => Assert.Contains(series.TimeOf(index).Nanoseconds, kept));
                Assert.InRange(column.Count(index => kept.Contains(series.TimeOf(index).Nanoseconds)), 1, 4);
            }
        }, iter: 200);

    [Fact]
    public void What_cannot_be_drawn_is_left_out()
    {
        var series = SomeSeries.Of("a", "", 4, index => index switch { 0 => 1, 1 => double.NaN, 2 => double.PositiveInfinity, _ => 2 });
        Assert.Equal([1, 2], Decimation.Choose(new("", [series]), series, 10).Select(point => point.Value));
    }

    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0, 1, 4, "0.0 0.5 1.0")]
    [InlineData(-40.2, 120, 6, "0 50 100")]
    [InlineData(0, 3e9, 3, "0 1000000000 2000000000 3000000000")]
    [InlineData(0.00001, 0.00003, 2, "0.00001 0.00002 0.00003")]
    [InlineData(123456780, 123456800, 2, "123456780 123456790 123456800")]
    [InlineData(0, 4e12, 2, "0 2E+12 4E+12")]
    public void Ticks_are_round_numbers(double low, double high, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Between(low, high, most).Select(tick => tick.Label)));
}
