using System.Net.Sockets;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

public class SimulatorLifeTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HalfOpen")]
    [InlineData("ZeroWindow")]
    [InlineData("Split")]
    [InlineData("CloseOrderly=1")]
    [InlineData("RefuseClients")]
    [InlineData(null)]
    public async Task Whatever_stands_still_it_can_be_disposed(string? fault)
    {
        // A clock that stands still too, and a client that reads nothing of more than its window holds.
        var log = Numbered(0, 10_000);
        var simulator = GatewaySimulator.Start(new()
        {
            TimeProvider = new FakeTimeProvider(),
            BitRate = 1000,
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            Faults = fault is null ? [] : [FaultSetting.Parse(fault)],
            Traffic = new LogPlayback(log, speed: 0, loop: true),
        });
        using var client = await TestClient.ConnectUnservedAsync(simulator);
        await client.SendAsync(log[..100]);
        await Waiting.Until(() =>
            simulator.Statistics is { FramesQueued: > 0 } or { FramesUnsent: > 0 } or { ClientsRefused: > 0 });
        await simulator.DisposeAsync().AsTask().WaitAsync(Ending);
        Assert.Equal(0, simulator.Clients);
        Assert.True(simulator.Completion.IsCompletedSuccessfully);
        Assert.Equal(0, simulator.Statistics.FramesQueued);
    }

    [Fact]
    public async Task A_client_that_never_closes_is_closed_after_a_while()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new() { TimeProvider = time });
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.DisconnectClients();
        Assert.Empty(await client.ReadToEndAsync());
        await client.SendAsync(new CanFrame(1));
        await recording.WaitForAsync(1, Ending);

        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            while (true)
            {
                await client.SendAsync(new CanFrame(2));
                await Task.Delay(1, Ending);
            }
        });
    }

    [Fact]
    public async Task The_partial_frame_at_the_end_of_a_connection_is_counted()
    {
        await using var simulator = GatewaySimulator.Start();
        using (var client = await TestClient.ConnectAsync(simulator))
        {
            await client.SendBytesAsync(new byte[13 + 6]);
        }

        await Waiting.Until(() => simulator.Statistics.BytesPartial == 6);
        Assert.Equal(1, simulator.Statistics.FramesReceived);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task What_is_no_frame_goes_nowhere_and_is_counted()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendBytesAsync([0x3F, .. new byte[12], .. new byte[13]]);
        Assert.Single(await recording.WaitForAsync(1, Ending));
        Assert.Equal(1, simulator.Statistics.FramesInvalid);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Clients_that_come_and_go_in_any_way_leave_the_others_and_the_account_alone()
    {
        await using var simulator = GatewaySimulator.Start(new() { ClientBuffer = 100_000, MaxClients = 100 });
        using var recording = simulator.Capture();
        using var steady = await TestClient.ConnectAsync(simulator);
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            using var guest = await TestClient.ConnectAsync(simulator);
            await guest.SendAsync(Numbered(0, random.Next(1, 50)));
            simulator.Send(Numbered(0, random.Next(1, 50)));
            if (round % 3 == 0)
            {
                guest.Socket.LingerState = new LingerOption(true, 0);
            }
            else if (round % 3 == 1)
            {
                guest.Socket.Shutdown(SocketShutdown.Send);
            }
        }

        await Waiting.Until(() => simulator.Clients == 1);
        await simulator.FlushAsync(Ending);
        var marker = new CanFrame(0x7FF);
        simulator.Send(marker);
        Assert.Equal(marker, await steady.ReadUntilAsync(0x7FF));
        await Waiting.Until(() => simulator.Statistics.FramesQueued == 0);
        var counted = simulator.Statistics;
        Assert.Equal((61, 0), (counted.ClientsAccepted, counted.FramesOverrun));
        Assert.Equal(counted.FramesTransmitted, recording.Count);
    }

    [Theory]
    [InlineData(-1, 8, 600)]
    [InlineData(65_536, 8, 600)]
    [InlineData(0, 0, 600)]
    [InlineData(0, 8, 0)]
    public void An_option_beyond_its_limits_is_refused(int port, int maxClients, int transmitBuffer) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            GatewaySimulator.Start(new() { Port = port, MaxClients = maxClients, TransmitBuffer = transmitBuffer }));
}
