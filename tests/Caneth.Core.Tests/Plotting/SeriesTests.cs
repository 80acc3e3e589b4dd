using Caneth.Plotting;
using Caneth.Signals;

namespace Caneth.Tests.Plotting;

/// <summary>Frames become series: of their signals, of their bytes, and of how often they come.</summary>
public sealed class SeriesTests
{
    [Fact]
    public void Each_signal_has_a_series_with_its_unit_and_its_values()
    {
        var series = SomeSeries.Of(SomeSeries.Engine(0, 800.25), SomeSeries.Engine(10, 3000, gear: 3));
        Assert.Equal(["EngineSpeed", "Gear", "Temperature"], series.Select(one => one.Name));
        Assert.Equal(["rpm", "", "°C"], series.Select(one => one.Unit));
        Assert.Equal([false, true, false], series.Select(one => one.IsStepped));
        Assert.Equal([800.25, 3000], [series[0].NumberOf(0), series[0].NumberOf(1)]);
        Assert.Equal(SomeSeries.Start + TimeSpan.FromMilliseconds(10), series[0].TimeOf(1));
    }

    [Fact]
    public void A_name_is_no_longer_than_it_has_to_be()
    {
        Assert.Equal(["EngineData.EngineSpeed", "Gear", "Temperature", "Dash.EngineSpeed"],
            SomeSeries.Of(SomeSeries.Engine(0, 1), SomeSeries.At(1, new(194, [1, 0]))).Select(one => one.Name));
        Assert.Equal(["EngineSpeed (can0)", "Gear (can0)", "Temperature (can0)", "EngineSpeed (can1)", "Gear (can1)", "Temperature (can1)"],
            SomeSeries.Of(SomeSeries.Engine(0, 1, device: "can0"), SomeSeries.Engine(1, 2, device: "can1")).Select(one => one.Name));
        var wheels = new CanFrame(0x18FEBF0B, new byte[8], FrameFlags.Extended);
        Assert.Equal(["Speed (0x0B)", "Speed (0x17)"],
            SomeSeries.Of(SomeSeries.At(0, wheels), SomeSeries.At(1, new(0x18FEBF17, new byte[8], FrameFlags.Extended))).Select(one => one.Name));
    }

    [Fact]
    public void What_comes_out_of_order_is_put_in_order_and_what_comes_at_one_time_stays_as_it_came()
    {
        var speed = SomeSeries.Of(SomeSeries.Engine(20, 2), SomeSeries.Engine(10, 1), SomeSeries.Engine(20, 3), SomeSeries.Engine(0, 0))[0];
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(speed.NumberOf));
    }

    [Fact]
    public void Points_beyond_the_limit_are_left_out_and_counted()
    {
        var collector = SomeSeries.Collect(Enumerable.Range(0, 5).Select(number => SomeSeries.Engine(number, number)), maxPoints: 10);
        Assert.Equal((10, 5), (collector.PointCount, collector.PointsLeftOut));
        Assert.Equal(10, collector.GetSeries().Sum(series => series.Count));
    }

    [Fact]
    public void A_series_of_a_signal_takes_no_number() =>
        Assert.Throws<InvalidOperationException>(() => SomeSeries.Of(SomeSeries.Engine(0, 1))[0].Add(SomeSeries.Start, 1));

    [Fact]
    public void Each_byte_has_a_series_and_remote_frames_have_none()
    {
        var collector = new ByteCollector();
        Assert.Equal([2, 1, 0], [collector.Add(new(0x123, [1, 2])), collector.Add(new(0x7, [9], FrameFlags.Extended)), collector.Add(CanFrame.CreateRemote(0x123))]);
        Assert.Equal(["123 byte 0", "123 byte 1", "00000007 byte 0"], collector.GetSeries().Select(one => one.Name));
        var chosen = new ByteCollector([1]);
        Assert.Equal(1, chosen.Add(new(0x123, [1, 2, 3])));
        Assert.Equal(2, Assert.Single(chosen.GetSeries()).NumberOf(0));
    }

    [Fact]
    public void A_rate_is_that_of_whole_intervals_and_silence_is_a_rate_of_0()
    {
        var rates = new RateCollector(TimeSpan.FromSeconds(1), eachId: true);
        foreach (var (milliseconds, id) in ((int, uint)[])[(0, 1), (500, 1), (999, 1), (1000, 1), (4000, 1), (4500, 2), (5000, 1), (6200, 1)])
        {
            rates.Add(SomeSeries.At(milliseconds, new(id)));
        }

        var series = rates.GetSeries();
        Assert.Equal(["001", "002"], series.Select(one => one.Name));
        Assert.Equal("1/s", series[0].Unit);
        Assert.Equal([(0, 3), (1, 1), (2, 0), (4, 1), (5, 1), (6, 1)], PointsOf(series[0]));
        Assert.Equal([(0, 0), (4, 1), (5, 0), (6, 0)], PointsOf(series[1]));
    }

    [Fact]
    public void A_time_shorter_than_an_interval_has_a_rate_all_the_same()
    {
        var rates = new RateCollector(TimeSpan.FromSeconds(0.5), eachId: false);
        rates.Add(SomeSeries.At(0, new(1)));
        rates.Add(SomeSeries.At(100, new(2)));
        var all = Assert.Single(rates.GetSeries());
        Assert.Equal("Frames", all.Name);
        Assert.Equal([(0, 4), (0.5, 4)], PointsOf(all));
        Assert.Throws<InvalidOperationException>(() => rates.Add(new(1)));
    }

    [Fact]
    public void A_decoded_signal_goes_where_its_message_went()
    {
        var database = CanDatabase.Parse(System.Text.Encoding.UTF8.GetBytes(SomeSeries.Dbc), "car");
        var message = new CanMessage(database.Messages[0], SomeSeries.Engine(0, 5));
        var collector = new SignalCollector();
        Assert.Equal(3, collector.Add(message.GetDefinition(), message.Frame));
        Assert.Equal(1, collector.Add(message["EngineSpeed"]!));
        Assert.Equal([2, 1, 1], collector.GetSeries().Select(series => series.Count));
    }

    private static IEnumerable<(double, double)> PointsOf(TimeSeries series) =>
        Enumerable.Range(0, series.Count).Select(index => ((series.TimeOf(index) - SomeSeries.Start).TotalSeconds, series.NumberOf(index)));
}
