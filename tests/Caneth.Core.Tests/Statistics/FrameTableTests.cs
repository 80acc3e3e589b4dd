using Caneth.Logs;
using Caneth.Signals;
using Caneth.Statistics;

namespace Caneth.Tests.Statistics;

/// <summary>What is counted of each id.</summary>
public class FrameTableTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    [Fact]
    public void Each_id_has_its_count_its_periods_and_its_first_and_last_frame()
    {
        var table = Table(null, (0, "123#01"), (10, "123#02"), (15, "00000123#AA"), (30, "123#03"), (40, "7FF#"));
        var ids = table.GetIds();
        Assert.Equal(["123", "7FF", "00000123"], ids.Select(id => id.HexId));
        var id = ids[0];
        Assert.Equal((3, 0.01, 0.015, 0.02, 0.005), (id.Count, id.PeriodMin, id.PeriodMean, id.PeriodMax, Math.Round(id.PeriodJitter!.Value, 12)));
        Assert.Equal((Start, Start.AddMilliseconds(30)), (id.First, id.Last));
        Assert.Equal(3 / 0.04, id.Rate!.Value, 9);
        Assert.Equal("03", $"{id.Frame.Data}");
        Assert.Null(ids[1].PeriodMean);
        Assert.Equal(3 / 60.0, table.GetIds(60)[0].Rate!.Value, 9);
        Assert.Equal((5, 0.04, 3), (table.GetBus().Count, table.GetBus().Duration, table.GetBus().IdCount));
    }

    [Fact]
    public void A_single_frame_has_no_rate_and_no_period()
    {
        var table = Table(null, (0, "123#01"));
        var id = Assert.Single(table.GetIds());
        Assert.Equal((null, null, null), (id.Rate, id.PeriodMean, id.PeriodJitter));
        Assert.Equal((0, (double?)null), (table.GetBus().Duration, table.GetBus().Rate));
        Assert.Null(new FrameTable().GetBus().Timestamp);
    }

    [Fact]
    public void Remote_frames_are_counted_apart_and_error_frames_have_no_id()
    {
        var table = Table(null, (0, "123#R2"), (1, "123#01"), (2, "123#R2"), (3, "20000004#0000000000000000"));
        Assert.Equal([(false, 1L), (true, 2L)], table.GetIds().Select(id => (id.Remote, id.Count)));
        Assert.Equal((1, 3), (table.ErrorFrames, table.Count));
        Assert.Equal([2], table.GetIds()[1].Dlcs);
    }

    [Theory]
    [InlineData("00 01 FF", "1 2", "123#10AA00", "123#10AA00", "123#10AAFF", "123#10ABFF", "123#10AA0F")]
    [InlineData("", "", "123#", "123#")]
    [InlineData("00 11", "1", "123#0011", "123#00")]
    [InlineData("00 00 00 01 00 00 00 00 80 00 00 80", "3 8 11", "123##0000000000000000000000000", "123##0000000010000000080000080")]
    [InlineData("00 00 00 01 00 00 00 00 80 00 00 80", "3 8 11", "123##0000000010000000080000080", "123##000")]
    public void The_bits_that_changed_are_ones_in_their_places(string mask, string bytes, params string[] frames)
    {
        var id = Table(null, [.. frames.Select((text, place) => ((double)place, text))]).GetIds()[0];
        Assert.Equal(mask, $"{id.ChangedBits}");
        Assert.Equal(bytes, $"{id.ChangedBytes}");
    }

    [Fact]
    public void The_data_length_codes_that_came_are_known()
    {
        var table = Table(null, (0, "123#"), (1, "123#0102"), (2, "123##0000102030405060708090A0B"));
        Assert.Equal([0, 2, 9], table.GetIds()[0].Dlcs);
        Assert.Equal("0 2 9", $"{table.GetIds()[0].Dlcs}");
    }

    [Fact]
    public void A_gap_is_longer_than_the_mean_by_the_factor_that_is_asked_for()
    {
        var frames = Enumerable.Range(0, 20).Where(turn => turn is not (5 or 6 or 7)).Select(turn => (10.0 * turn, "123#01"));
        var gap = Assert.Single(Table(new() { Gap = 3 }, [.. frames]).GetIds()[0].Gaps);
        Assert.Equal((Start.AddMilliseconds(40), 0.04), (gap.Start, gap.Duration));
        Assert.Empty(Table(new() { Gap = 4 }, [.. frames]).GetIds()[0].Gaps);
        Assert.Equal(0, Table(null, [.. frames]).GetIds()[0].GapCount);
    }

    [Fact]
    public void Of_many_gaps_the_longest_are_kept_in_their_order()
    {
        var table = new FrameTable(new() { Gap = 2 });
        var time = Start;
        for (var turn = 0; turn < 4_000; turn++)
        {
            time = time.AddMilliseconds(turn % 10 == 0 ? 100 + turn : 1);
            table.Add(new CanFrame(1) with { Timestamp = time });
        }

        var id = table.GetIds()[0];
        Assert.Equal(256, id.GapCount);
        Assert.Equal(id.Gaps.OrderBy(gap => gap.Start), id.Gaps);
        Assert.Equal(4.09, id.Gaps[^1].Duration, 9);
        Assert.Equal(id.PeriodMax, id.Gaps[^1].Duration);
    }

    [Fact]
    public void Where_time_runs_backwards_there_is_no_period()
    {
        var table = Table(null, (100, "123#01"), (110, "123#01"), (0, "123#01"), (20, "123#01"));
        Assert.Equal((0.01, 0.015, 0.02), (table.GetIds()[0].PeriodMin, table.GetIds()[0].PeriodMean, table.GetIds()[0].PeriodMax));
        Assert.Equal(0.11, table.Seconds!.Value, 9);
    }

    [Fact]
    public void Times_at_both_ends_of_time_break_nothing()
    {
        var table = new FrameTable(new() { BitRate = 500_000, Gap = 3 });
        for (var turn = 0; turn < 20; turn++)
        {
            table.Add(new CanFrame(1) with { Timestamp = new(turn % 2 == 0 ? long.MinValue / 2 : long.MaxValue / 2) });
        }

        Assert.All([table.GetIds()[0].PeriodJitter!.Value, table.GetBus().Load!.Value], value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Ids_beyond_the_limit_are_counted_together_and_their_load_counts()
    {
        var table = new FrameTable(new() { MaxIds = 100, BitRate = 500_000 });
        for (var id = 0u; id < 1_000; id++)
        {
            table.Add(new CanFrame(id, default, FrameFlags.Extended));
        }

        table.Add(new CanFrame(0, default, FrameFlags.Extended));
        Assert.Equal((100, 900, 1_001), (table.IdCount, table.FramesNotListed, table.Count));
        Assert.Equal(2, table.GetIds()[0].Count);
        Assert.Equal(1_001 * 67, table.GetBus(seconds: 1).LoadWithoutStuffing!.Value / 100 * 500_000, 6);
    }

    [Fact]
    public void The_loads_of_the_ids_are_the_load_of_the_bus()
    {
        var table = new FrameTable(new() { BitRate = 500_000 }) { Device = "can0" };
        table.Add(AnyFrame.MakeClassic(500));
        var bus = table.GetBus();
        Assert.Equal(bus.Load!.Value, bus.Ids.Sum(id => id.Load!.Value), 9);
        Assert.InRange(bus.Load.Value, bus.LoadWithoutStuffing!.Value, bus.LoadWorstCase!.Value);
        Assert.True(bus.PeakLoad >= bus.Load);
        Assert.StartsWith("can0: 500 frames of ", $"{bus}", StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_messages_have_their_names_from_when_they_are_known()
    {
        var table = Table(null, (0, "123#01"), (1, "124#01"));
        Assert.Null(table.GetIds()[0].Message);
        table.Databases = new(CanDatabase.Parse("BO_ 291 Lamp: 8 X\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" X\n"u8.ToArray(), "car"));
        table.Add(CanFrame.Parse("123#02"));
        Assert.Equal(["Lamp 2", "0x124 1"], table.GetIds().Select(id => $"{id}"));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_frame()
    {
        var table = new FrameTable(new() { BitRate = 500_000, Gap = 3 });
        var frames = AnyFrame.Make(1_000);
        Assert.Equal(0, Allocations.Of(() => table.Add(frames)));
    }

    [Fact]
    public void What_a_log_has_is_what_plain_sums_over_it_give()
    {
        using var log = CanLog.Open(SharedData.Find("logs/thinkcity.log"));
        var frames = log.ReadAll().ToList();
        var table = new FrameTable(new() { Gap = 3 });
        table.Add([.. frames]);
        var seconds = (frames[^1].Timestamp.Nanoseconds - frames[0].Timestamp.Nanoseconds) / 1e9;
        var expected = frames.GroupBy(frame => frame.Id).OrderBy(id => id.Key).ToList();
        Assert.Equal(expected.Select(id => id.Key), table.GetIds().Select(id => id.Id));
        foreach (var (id, measured) in expected.Zip(table.GetIds()))
        {
            double[] periods = [.. id.Zip(id.Skip(1), (one, next) => (next.Timestamp.Nanoseconds - one.Timestamp.Nanoseconds) / 1e9)];
            Assert.Equal(id.Count(), measured.Count);
            Assert.Equal(id.Count() / seconds, measured.Rate!.Value, 9);
            if (periods.Length == 0)
            {
                Assert.Null(measured.PeriodMean);
                continue;
            }

            Assert.Equal(periods.Count(period => period > 3 * periods.Average()), measured.GapCount);
            Assert.Equal(periods.Min(), measured.PeriodMin!.Value, 9);
            Assert.Equal(periods.Average(), measured.PeriodMean!.Value, 9);
            Assert.Equal(periods.Max(), measured.PeriodMax!.Value, 9);
            Assert.Equal(Math.Sqrt(periods.Average(period => Math.Pow(period - periods.Average(), 2))), measured.PeriodJitter!.Value, 9);
        }
    }

    [Fact]
    public void Options_that_mean_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTable(new() { Gap = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTable(new() { Gap = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTable(new() { MaxIds = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTable(new() { DataBitRate = 2_000_000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTable(new() { BitRate = 0 }));
    }

    private static FrameTable Table(FrameTableOptions? options, params (double Milliseconds, string Frame)[] frames)
    {
        var table = new FrameTable(options);
        foreach (var (milliseconds, frame) in frames)
        {
            table.Add(CanFrame.Parse(frame) with { Timestamp = Start.AddMilliseconds(milliseconds) });
        }

        return table;
    }
}
