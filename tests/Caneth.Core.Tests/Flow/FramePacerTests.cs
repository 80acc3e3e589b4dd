using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>The rhythm of a log, whatever its times do.</summary>
public sealed class FramePacerTests
{
    private static readonly double[] Steady = [.. Enumerable.Range(0, 50).Select(index => index * 0.01)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0.1)]
    public void Frames_keep_their_distances(double speed)
    {
        double[] times = [5, 5.1, 5.1, 7, 9.5];
        Assert.Equal(times.Select(time => (time - 5) / speed), Play(new(speed), times), Nearly);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-2)]
    [InlineData(-86400 * 365)]
    public void A_clock_that_was_set_back_costs_no_time_and_no_rhythm(double step)
    {
        var pacer = new FramePacer(1);
        var due = Play(pacer, [.. Steady, .. Steady.Select(time => time + 0.5 + step)]);
        Assert.Equal([.. Steady, .. Steady.Select(time => time + 0.49)], due, Nearly);
        Assert.Equal((1, 0), (pacer.StepsBack, pacer.Outliers));
    }

    [Fact]
    public void A_clock_that_was_set_back_and_right_again_costs_neither()
    {
        var pacer = new FramePacer(1);
        var due = Play(pacer, [.. Steady, .. Steady.Select(time => time + 0.5 - 3600), .. Steady.Select(time => time + 1)]);
        Assert.InRange(due[^1], 1.4, 1.6);
        Assert.Equal(2, pacer.StepsBack);
        Assert.Equal(due.Order(), due);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0.3)]
    [InlineData(3600)]
    [InlineData(-5)]
    [InlineData(-1e9)]
    [InlineData(9e9)]
    public void A_frame_whose_time_stands_out_alone_goes_with_its_neighbours(double leap)
    {
        var pacer = new FramePacer(1);
        double[] times = [.. Steady];
        times[20] += leap;
        var due = Play(pacer, times);
        Assert.Equal(Steady.Take(20), due.Take(20), Nearly);
        Assert.InRange(due[20], 0.19, 0.2);
        Assert.Equal(Steady.Skip(21), due.Skip(21), Nearly);
        Assert.Equal((0, 1), (pacer.StepsBack, pacer.Outliers));
    }

    [Fact]
    public void Frames_from_the_recent_past_go_with_the_one_before_and_delay_nothing()
    {
        // Blocks of two channels, one after the other, each in its own order.
        double[] times = [0, 0.1, 0.2, 0.3, 0.01, 0.11, 0.21, 0.31, 0.4, 0.5];
        var pacer = new FramePacer(1);
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.31, 0.4, 0.5], Play(pacer, times), Nearly);
        Assert.Equal((0, 0), (pacer.StepsBack, pacer.Outliers));
    }

    [Fact]
    public void A_gap_is_as_long_as_in_the_log_or_as_long_as_it_may_be()
    {
        double[] times = [0, 1, 86_400, 86_401, 200_000];
        Assert.Equal(times, Play(new(1), times), Nearly);
        var pacer = new FramePacer(2, TimeSpan.FromSeconds(3));
        Assert.Equal([0, 0.5, 3.5, 4, 7], Play(pacer, times), Nearly);
        Assert.Equal(2, pacer.GapsShortened);
    }

    [Fact]
    public void A_bus_that_speaks_seldom_has_no_outliers()
    {
        double[] times = [.. Enumerable.Range(0, 20).Select(index => index * 7.0)];
        var pacer = new FramePacer(1);
        Assert.Equal(times, Play(pacer, times), Nearly);
        Assert.Equal((0, 0), (pacer.StepsBack, pacer.Outliers));
    }

    [Fact]
    public void Whatever_the_times_are_nothing_is_due_before_the_one_before_it_nor_beyond_the_ends_of_time() =>
        Gen.Long.Array[1, 60].Sample(times =>
        {
            var due = Play(new FramePacer(0.001), [.. times.Select(time => new Timestamp(time))]);
            Assert.Equal(due.Order(), due);
        }, iter: 1000);

    private static List<double> Play(FramePacer pacer, double[] seconds) =>
        Play(pacer, [.. seconds.Select(time => new Timestamp((long)((Math.Min(time, 7e9) + 1_700_000_000L) * 1e9)))]);

    private static List<double> Play(FramePacer pacer, Timestamp[] times)
    {
        pacer.BeginAgain(TimeSpan.Zero);
        return [.. times.Select((time, index) => pacer.Next(time, index + 1 < times.Length ? times[index + 1] : null).TotalSeconds)];
    }

    private static bool Nearly(double left, double right) => Math.Abs(left - right) < 0.0001;
}
