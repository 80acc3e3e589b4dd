using Caneth.Transmission;

namespace Caneth.Tests.Transmission;

public class CycleGridTests
{
    [Fact]
    public void Cycles_stay_on_their_grid_however_late_each_is() => Gen.Select(Gen.Int[1, 1_000], Gen.Int[0, 1_000], Gen.Int[0, 99].Array[1, 100])
        .Sample((period, first, lateness) =>
        {
            var grid = new CycleGrid(TimeSpan.FromMilliseconds(period), TimeSpan.FromMilliseconds(first));
            for (var cycle = 0; cycle < lateness.Length; cycle++)
            {
                Assert.Equal(TimeSpan.FromMilliseconds(first + (long)cycle * period), grid.Due);
                Assert.Equal(0, grid.Pass(grid.Due + TimeSpan.FromMilliseconds(period * lateness[cycle] / 100.0)));
            }
        });

    [Fact]
    public void What_is_later_than_a_period_passes_over_the_cycles_between()
    {
        var grid = new CycleGrid(TimeSpan.FromMilliseconds(10), TimeSpan.Zero);
        Assert.Equal(0, grid.Pass(TimeSpan.FromMilliseconds(9.9)));
        Assert.Equal(4, grid.Pass(TimeSpan.FromMilliseconds(55)));
        Assert.Equal(TimeSpan.FromMilliseconds(60), grid.Due);
        Assert.Equal(1, grid.Pass(TimeSpan.FromMilliseconds(70)));
        Assert.Equal(TimeSpan.FromMilliseconds(80), grid.Due);
    }

    [Fact]
    public void Another_period_counts_from_the_last_cycle()
    {
        var grid = new CycleGrid(TimeSpan.FromMilliseconds(100), TimeSpan.Zero);
        Assert.Equal(0, grid.Pass(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(20), grid.With(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5)).Due);
        Assert.Equal(TimeSpan.FromMilliseconds(50), grid.With(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)).Due);
    }

    [Fact]
    public void Equal_periods_are_spread_over_whole_milliseconds_whenever_they_are_started()
    {
        var phases = new PhaseSpread();
        var period = TimeSpan.FromMilliseconds(10);
        var now = TimeSpan.FromMilliseconds(5);
        var begins = new List<TimeSpan>();
        Assert.Equal(now, phases.Next(now, period));
        for (var count = 1; count < 100; count++)
        {
            now += TimeSpan.FromMicroseconds(3);
            begins.Add(phases.Next(now, period));
            Assert.InRange(begins[^1] - now, TimeSpan.Zero, TimeSpan.FromMilliseconds(11));
        }

        Assert.All(begins, begin => Assert.Equal(0, begin.Ticks % TimeSpan.TicksPerMillisecond));
        Assert.All(begins.GroupBy(begin => begin.Ticks % period.Ticks), slot => Assert.InRange(slot.Count(), 7, 13));
        Assert.Equal(10, begins.Select(begin => begin.Ticks % period.Ticks).Distinct().Count());
    }
}
