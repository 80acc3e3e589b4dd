using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

public class LogPlaybackTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_fast_as_possible_every_client_gets_every_frame_even_one_that_reads_late()
    {
        var log = Numbered(0, 1_000_000);
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(log, speed: 0) });
        using var client = await TestClient.ConnectAsync(simulator);

        // More than all buffers hold, so the playback has to wait here.
        await Waiting.Until(() => simulator.Statistics.FramesQueued > 0);
        Assert.False(simulator.Completion.IsCompleted);
        Assert.Equal(log, await client.ReadFramesAsync(log.Length));
        await simulator.Completion.WaitAsync(Ending);
        Assert.Equal(log.Length, simulator.Statistics.FramesSent);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task It_waits_for_the_first_client()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(Numbered(0, 3), speed: 0) });
        Assert.False(simulator.Completion.IsCompleted);
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Equal([0, 1, 2], NumbersOf(await client.ReadFramesAsync(3)));
    }

    [Fact]
    public async Task When_it_is_complete_nothing_is_lost_by_disposing()
    {
        var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(Numbered(0, 1000), speed: 0) });
        using var client = await TestClient.ConnectAsync(simulator);
        await simulator.Completion.WaitAsync(Ending);
        await simulator.DisposeAsync();
        Assert.Equal(1000 * 13, (await client.ReadToEndAsync()).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Frames_come_at_their_time_and_it_does_not_drift(double speed)
    {
        // 101 frames, 30 ms apart, one of them timed before its neighbour.
        var time = new FakeTimeProvider();
        var start = new Timestamp(1_000_000_000_000);
        var log = Numbered(0, 101)
            .Select((frame, index) => (Frame: frame, Milliseconds: 30 * (index == 50 ? 10 : index)))
            .Select(timed => timed.Frame with { Timestamp = start + TimeSpan.FromMilliseconds(timed.Milliseconds) })
            .ToArray();
        var playback = new LogPlayback(log, speed);
        await using var simulator = GatewaySimulator.Start(new() { TimeProvider = time, Traffic = playback });
        using var client = await TestClient.ConnectAsync(simulator);
        await Waiting.Until(() => playback.FramesPlayed == 1);
        var begin = time.GetTimestamp();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(10), () =>
        {
            var elapsed = time.GetElapsedTime(begin).TotalMilliseconds * speed;
            Assert.InRange(playback.FramesPlayed, 0, (long)(elapsed / 30) + 2);
            return playback.FramesPlayed == log.Length;
        });

        // Late by what the test's clock went on before the playback looked at it; what is due is made up for, never added.
        Assert.True(time.GetElapsedTime(begin).TotalMilliseconds >= 3000 / speed);
        Assert.Equal(Enumerable.Range(0, 101), NumbersOf(await client.ReadFramesAsync(101)));
        await simulator.Completion.WaitAsync(Ending);
    }

    [Fact]
    public async Task After_a_long_leap_of_the_clock_everything_due_comes_at_once()
    {
        var time = new FakeTimeProvider();
        var log = Numbered(0, 10_000)
            .Select((frame, index) => frame with { Timestamp = new(index * 1_000_000L) })
            .ToArray();
        var playback = new LogPlayback(log);
        await using var simulator = GatewaySimulator.Start(new()
        {
            TimeProvider = time,
            Traffic = playback,
            ClientBuffer = 20_000,
        });
        using var client = await TestClient.ConnectAsync(simulator);
        await Waiting.Until(() => playback.FramesPlayed == 1);
        await Waiting.AdvanceUntil(time, TimeSpan.FromSeconds(10), () => playback.FramesPlayed == log.Length);
        Assert.Equal(Enumerable.Range(0, 10_000), NumbersOf(await client.ReadFramesAsync(10_000)));
    }

    [Fact]
    public async Task A_loop_begins_again_and_an_empty_one_ends()
    {
        var playback = new LogPlayback(Numbered(0, 3), speed: 0, loop: true);
        await using var simulator = GatewaySimulator.Start(new() { Traffic = playback });
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Equal([0, 1, 2, 0, 1, 2, 0], NumbersOf(await client.ReadFramesAsync(7)));
        Assert.False(simulator.Completion.IsCompleted);

        await using var empty = GatewaySimulator.Start(new() { Traffic = new LogPlayback([], speed: 0, loop: true) });
        using var other = await TestClient.ConnectAsync(empty);
        await empty.Completion.WaitAsync(Ending);
    }

    [Fact]
    public async Task A_timed_loop_goes_on_after_its_end()
    {
        var time = new FakeTimeProvider();
        var playback = new LogPlayback(Numbered(0, 2), loop: true);
        await using var simulator = GatewaySimulator.Start(new() { TimeProvider = time, Traffic = playback });
        using var client = await TestClient.ConnectAsync(simulator);
        await Waiting.Until(() => playback.FramesPlayed == 2);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(5), () => playback.FramesPlayed >= 6);
        Assert.Equal([0, 1, 0, 1, 0, 1], NumbersOf(await client.ReadFramesAsync(6)));
    }

    [Fact]
    public async Task What_the_wire_cannot_carry_is_left_out_and_counted()
    {
        CanFrame[] log = [new(1), new(2, new byte[12], FrameFlags.Fd), new(3, new byte[8], FrameFlags.Error), new(4)];
        var playback = new LogPlayback(log, speed: 0);
        await using var simulator = GatewaySimulator.Start(new() { Traffic = playback });
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Equal([1u, 4u], (await client.ReadFramesAsync(2)).Select(frame => frame.Id));
        await simulator.Completion.WaitAsync(Ending);
        Assert.Equal((2, 2), (playback.FramesPlayed, playback.FramesSkipped));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_fails_the_completion_and_not_the_gateway()
    {
        static IEnumerable<CanFrame> Broken()
        {
            yield return new CanFrame(1);
            throw new InvalidDataException("line 2");
        }

        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(Broken(), speed: 0) });
        using var client = await TestClient.ConnectAsync(simulator);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => simulator.Completion.WaitAsync(Ending));
        Assert.Equal("line 2", error.Message);
        simulator.Send(new CanFrame(9));
        Assert.Equal(9u, (await client.ReadUntilAsync(9)).Id);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_none_is_refused(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogPlayback([], speed));
}
