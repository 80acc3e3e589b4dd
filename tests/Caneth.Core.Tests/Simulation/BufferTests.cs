using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

public class BufferTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_from_clients_leave_at_the_bit_rate_and_those_beyond_the_buffer_are_dropped()
    {
        // A standard frame with 4 bytes has 47 + 8 * 4 = 79 bits: 79 ms at 1 kbit/s.
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new() { TimeProvider = time, BitRate = 1000, TransmitBuffer = 10 });
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(Numbered(0, 15));
        await Waiting.Until(() => simulator.Statistics is { FramesDropped: 5, FramesPending: 10 });
        Assert.Equal(0, recording.Count);

        // The loop that drains may look a moment later than the clock says, never earlier.
        var begin = time.GetTimestamp();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(13), () =>
        {
            Assert.InRange(recording.Count, 0, (int)(time.GetElapsedTime(begin).TotalMilliseconds / 79));
            return recording.Count == 10;
        });
        Assert.Equal(Enumerable.Range(0, 10), NumbersOf(recording.ToArray()));
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task A_client_that_does_not_read_loses_frames_which_are_counted_and_the_others_lose_none()
    {
        await using var simulator = GatewaySimulator.Start(new() { ClientBuffer = 1000 });
        using var deaf = await TestClient.ConnectAsync(simulator);
        using var keen = await TestClient.ConnectAsync(simulator);
        var batch = Numbered(0, 500);
        var rounds = 0;
        while (simulator.Statistics.FramesOverrun == 0)
        {
            simulator.Send(batch);
            rounds++;
            Assert.Equal(batch, await keen.ReadFramesAsync(batch.Length));
        }

        var statistics = simulator.Statistics;
        Assert.Equal(2L * rounds * batch.Length, statistics.FramesOffered);
        var expected = (int)(statistics.FramesOffered / 2 - statistics.FramesOverrun);
        var got = await deaf.ReadFramesAsync(expected);
        Assert.Equal(batch[0], got[0]);
        await simulator.FlushAsync(Ending);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Frames_wait_for_others_as_long_as_configured()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new()
        {
            TimeProvider = time,
            CoalesceFrames = 4,
            CoalesceTime = TimeSpan.FromMilliseconds(100),
        });
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 4));
        Assert.Equal(4 * 13, (await client.ReadOnceAsync()).Length);

        simulator.Send(Numbered(0, 3));
        var read = client.ReadOnceAsync();
        await Waiting.Until(() => simulator.Statistics.FramesQueued == 3);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(50), () => read.IsCompleted);
        Assert.Equal(3 * 13, (await read).Length);
    }

    [Fact]
    public async Task An_idle_client_gets_heartbeats_which_are_no_frames()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new()
        {
            TimeProvider = time,
            HeartbeatInterval = TimeSpan.FromSeconds(2),
        });
        using var client = await TestClient.ConnectAsync(simulator);
        for (var beat = 1; beat <= 3; beat++)
        {
            var read = client.ReadBytesAsync(13);
            await Waiting.AdvanceUntil(time, TimeSpan.FromSeconds(1), () => read.IsCompleted);
            Assert.Equal("AA 00 FF 00 00 00 00 00 00 00 00 00 00", HexBytes.Format(await read));
        }

        Assert.InRange(simulator.Statistics.Heartbeats, 2, 4);
        simulator.Send(new CanFrame(1));
        var rest = await client.ReadBytesAsync(13);
        while (rest[0] == 0xAA)
        {
            rest = await client.ReadBytesAsync(13);
        }

        Assert.Equal(1u, Assert.Single(TestClient.Decode(rest)).Id);
    }
}
