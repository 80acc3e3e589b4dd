using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>The time of received frames when the computer sleeps, or its clock is set.</summary>
public class SessionClockTests
{
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private readonly SetClock computer = new();
    private readonly List<(TimeSpan Change, bool Followed)> told = [];

    [Fact]
    public void A_clock_that_was_set_forward_is_followed_at_once()
    {
        var clock = NewClock();
        computer.Set(TwoHours);
        Assert.Equal((Timestamp)computer.GetUtcNow(), clock.Look());
        Assert.Equal([(TwoHours, true)], told);
        computer.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal((Timestamp)computer.GetUtcNow(), clock.Look());
        Assert.Single(told);
    }

    [Fact]
    public void A_clock_that_was_set_back_is_followed_with_the_next_connection()
    {
        var clock = NewClock();
        var before = clock.Look();
        computer.Set(-TwoHours);
        Assert.Equal(before, clock.Look());
        computer.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(before + TimeSpan.FromSeconds(10), clock.Look());
        Assert.Equal([(-TwoHours, false)], told);

        clock.ConnectionBegins();
        Assert.Equal((Timestamp)computer.GetUtcNow(), clock.Look());
        Assert.Single(told);
    }

    [Fact]
    public void What_was_set_while_there_was_no_connection_is_told_with_the_next()
    {
        var clock = NewClock();
        computer.Set(-TwoHours);
        clock.ConnectionBegins();
        Assert.Equal((Timestamp)computer.GetUtcNow(), clock.Look());
        Assert.Equal([(-TwoHours, true)], told);
    }

    [Fact]
    public void A_clock_that_is_set_back_and_right_again_is_told_twice_and_changes_nothing()
    {
        var clock = NewClock();
        computer.Set(-TwoHours);
        clock.Look();
        computer.Set(TwoHours);
        Assert.Equal((Timestamp)computer.GetUtcNow(), clock.Look());
        Assert.Equal([(-TwoHours, false), (TwoHours, true)], told);
    }

    [Fact]
    public void Small_steps_are_nobodys_business()
    {
        var clock = NewClock();
        var before = clock.Look();
        computer.Set(TimeSpan.FromSeconds(0.9));
        Assert.Equal(before, clock.Look());
        computer.Set(TimeSpan.FromSeconds(-1.8));
        Assert.Equal(before, clock.Look());
        Assert.Empty(told);
    }

    [Fact]
    public void Within_a_connection_it_never_runs_backwards_and_it_is_never_far_behind() =>
        Gen.Select(Gen.Bool, Gen.Int[-7200, 7200]).Array[1, 100].Sample(steps =>
        {
            var mine = new SetClock();
            var clock = new SessionClock(mine);
            var last = clock.Look();
            foreach (var (set, seconds) in steps)
            {
                if (set)
                {
                    mine.Set(TimeSpan.FromSeconds(seconds));
                }
                else
                {
                    mine.Pass(TimeSpan.FromSeconds(Math.Abs(seconds)));
                }

                var now = clock.Look();
                Assert.True(now >= last);
                Assert.True(now >= (Timestamp)mine.GetUtcNow() - SessionClock.MaxDrift);
                last = now;
            }
        }, iter: 500);

    [Fact]
    public async Task The_frames_of_a_session_follow_the_clock_and_an_event_says_so()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = OpenReading(To(simulator) with { TimeProvider = computer }, out var reader);
        await simulator.ServesAsync(1);
        simulator.Send(Numbered(1));
        var before = (await reader.ReadAsync(1))[0].Timestamp;
        computer.Set(TwoHours);
        simulator.Send(Numbered(2));
        Assert.InRange((await reader.ReadAsync(1))[0].Timestamp - before, TwoHours, TwoHours + TimeSpan.FromMinutes(1));
        var changed = await session.HappensAsync(SessionEventKind.ClockChanged);
        Assert.Equal(EventLevel.Warning, changed.Level);
        Assert.Contains("forward by 7200 s", changed.Message);

        computer.Set(-TwoHours);
        simulator.Send(Numbered(3));
        Assert.InRange((await reader.ReadAsync(1))[0].Timestamp - before, TwoHours, TwoHours + TimeSpan.FromMinutes(1));
        Assert.Contains("back by 7200 s", (await session.HappensAsync(SessionEventKind.ClockChanged, times: 2)).Message);

        simulator.DisconnectClients();
        await simulator.ServesAsync(2);
        simulator.Send(Numbered(4));
        Assert.InRange((await reader.ReadAsync(1))[0].Timestamp - before, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private SessionClock NewClock()
    {
        var clock = new SessionClock(computer);
        clock.Drifted += (change, followed) => told.Add((change, followed));
        return clock;
    }

    /// <summary>A clock that can be set, as that of a computer; where a test moves the time by hand, it does not move otherwise.</summary>
    private sealed class SetClock : TimeProvider
    {
        private readonly long start = System.GetTimestamp();
        private TimeSpan set;
        private TimeSpan passed;

        public void Set(TimeSpan change) => set += change;

        public void Pass(TimeSpan time) => passed += time;

        public override long GetTimestamp() => start + (long)(passed.TotalSeconds * TimestampFrequency);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000) + set + passed;
    }
}
