using Caneth.Flow;

namespace Caneth.Tests.Flow;

public sealed class FrameReplayTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.5)]
    [InlineData(0.5, 2.0)]
    public void Each_frame_has_its_own_time(double speed, double factor)
    {
        var clock = new StepClock();
        var played = Play(new FrameReplay(speed, clock), Frames(0, 0.5, 0.5, 1.25, 2), clock);
        Assert.Equal([0, 0.5, 0.5, 1.25, 2], played.Select(time => Math.Round((time - played[0]) / factor, 2)), Nearly);
    }

    [Fact]
    public void A_receiver_that_is_slow_makes_nothing_late_but_what_fell_into_its_time()
    {
        var clock = new StepClock();
        var replay = new FrameReplay(1, clock);
        var played = Play(replay, Frames(0, 1, 2, 3, 4, 5, 6), clock, slowAt: 1, slow: 2.5);
        Assert.Equal([0, 1, 3.5, 3.5, 4, 5, 6], played.Select(time => time - played[0]), Nearly);
        Assert.Equal(7, replay.Lateness.Count);
        Assert.InRange(replay.Lateness.Max.TotalMilliseconds, 1.4, 1.7);
        Assert.InRange(replay.Lateness.Last.TotalMilliseconds, 0, 0.1);
        Assert.Equal(2, replay.Lateness.Between(0.4, 2));
    }

    [Fact]
    public void A_frame_from_the_past_goes_with_the_one_before_it()
    {
        var clock = new StepClock();
        var played = Play(new FrameReplay(1, clock), Frames(0, 2, 1, 3), clock);
        Assert.Equal([0, 2, 2, 3], played.Select(time => time - played[0]), Nearly);
    }

    [Fact]
    public void What_is_played_next_follows_after_a_pause()
    {
        var clock = new StepClock();
        var replay = new FrameReplay(1, clock);
        var first = Play(replay, Frames(5, 6), clock);
        var second = Play(replay, Frames(100, 101), clock);
        Assert.Equal([0, 1, 2, 3], first.Concat(second).Select(time => time - first[0]), Nearly);
        Assert.Equal(4, replay.FramesSent);
    }

    [Fact]
    public void As_fast_as_it_goes_means_without_waiting()
    {
        var clock = new StepClock();
        var replay = new FrameReplay(0, clock);
        Play(replay, Frames(0, 3_600_000, 7_200_000), clock);
        Assert.Equal(3, replay.FramesSent);
        Assert.Equal(0, replay.Lateness.Count);
        Assert.InRange(clock.Milliseconds, 0, 1);
    }

    [Fact]
    public async Task A_long_wait_ends_at_once_when_it_is_to_end()
    {
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var playing = Task.Factory.StartNew(
            () => new FrameReplay(1).Play(Frames(0, 3_600_000), TimeSpan.Zero, (in _) => first.TrySetResult(), stop.Token),
            Ending, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await first.Task.WaitAsync(Ending);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing.WaitAsync(TimeSpan.FromSeconds(5), Ending));
    }

    [Fact]
    public void Time_stands_still_while_it_is_held_up_and_the_rhythm_goes_on_behind()
    {
        var clock = new StepClock();
        var played = new List<double>();
        var replay = new FrameReplay(1, clock)
        {
            Hold = (in frame, _) =>
            {
                var holds = played.Count == 2;
                clock.Advance(holds ? 500 : 0);
                return holds;
            },
        };
        replay.Play(Frames(0, 1, 2, 3, 4), TimeSpan.Zero, (in _) => played.Add(clock.Milliseconds), Ending);
        Assert.Equal([0, 1, 502, 503, 504], played.Select(time => time - played[0]), Nearly);
        Assert.InRange(replay.Lateness.Max.TotalMilliseconds, 0, 0.2);
        Assert.InRange(replay.Held.TotalMilliseconds, 499, 501);
    }

    [Fact]
    public void A_wait_of_hours_is_told_before_it_begins()
    {
        var clock = new StepClock();
        List<TimeSpan> told = [];
        var played = new List<double>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var replay = new FrameReplay(1, clock)
        {
            WaitingLong = wait =>
            {
                told.Add(wait);
                clock.Advance(wait.TotalMilliseconds);
            },
        };
        replay.Play(Frames(0, 7_200_000, 7_200_001), TimeSpan.Zero, (in _) => played.Add(clock.Milliseconds), stop.Token);
        Assert.InRange(Assert.Single(told).TotalHours, 1.99, 2.01);
        Assert.Equal([0, 7_200_000, 7_200_001], played.Select(time => Math.Round(time - played[0])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_none_is_refused(double speed) => Assert.Throws<ArgumentOutOfRangeException>(() => new FrameReplay(speed));

    [Fact]
    public void A_percentile_is_the_lateness_that_so_many_did_not_exceed()
    {
        var lateness = new LatenessHistogram();
        for (var index = 0; index < 100; index++)
        {
            lateness.Add(TimeSpan.FromMilliseconds(index < 99 ? 0.05 : 7.25));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(0.1), lateness.Percentile(0.99));
        Assert.Equal(TimeSpan.FromMilliseconds(7.3), lateness.Percentile(1));
        Assert.Equal(TimeSpan.FromMilliseconds(7.25), lateness.Max);
    }

    private static List<double> Play(FrameReplay replay, CanFrame[] frames, StepClock clock, int slowAt = -1, double slow = 0)
    {
        var played = new List<double>();
        replay.Play(frames, TimeSpan.FromMilliseconds(1), (in _) =>
        {
            played.Add(clock.Milliseconds);
            clock.Advance(played.Count - 1 == slowAt ? slow : 0);
        }, Ending);
        return played;
    }

    private static CanFrame[] Frames(params double[] milliseconds) =>
        [.. milliseconds.Select(time => new CanFrame(1) { Timestamp = Timestamp.Parse("2026-01-31T00:00:00Z") + TimeSpan.FromMilliseconds(time) })];

    private static bool Nearly(double left, double right) => Math.Abs(left - right) < 0.1;

    /// <summary>A clock that moves on by ten microseconds whenever somebody looks at it.</summary>
    private sealed class StepClock : TimeProvider
    {
        private long microseconds;

        public double Milliseconds => microseconds / 1000.0;

        public override long TimestampFrequency => 1_000_000;

        public void Advance(double milliseconds) => microseconds += (long)(milliseconds * 1000);

        public override long GetTimestamp() => microseconds += 10;
    }
}
