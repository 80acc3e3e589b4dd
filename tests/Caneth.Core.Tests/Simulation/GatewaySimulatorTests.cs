using System.Net;
using System.Net.Sockets;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

public class GatewaySimulatorTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_listens_on_loopback_at_a_port_of_its_own_when_it_starts()
    {
        await using var simulator = GatewaySimulator.Start(new() { Name = "bench" });
        Assert.Equal(("bench", "127.0.0.1"), (simulator.Name, simulator.HostName));
        Assert.InRange(simulator.Port, 1, 65_535);
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Equal(1, simulator.Clients);
    }

    [Fact]
    public async Task A_port_in_use_is_a_clear_error()
    {
        await using var first = GatewaySimulator.Start();
        var error = Assert.Throws<SocketException>(() => GatewaySimulator.Start(new() { Port = first.Port }));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.Contains($"127.0.0.1:{first.Port}", error.Message);
    }

    [Fact]
    public async Task Every_client_gets_every_frame_of_the_bus()
    {
        await using var simulator = GatewaySimulator.Start();
        using var first = await TestClient.ConnectAsync(simulator);
        using var second = await TestClient.ConnectAsync(simulator);
        CanFrame[] frames = [new(0x123, [1, 2]), new(0x1234567, [3]), CanFrame.CreateRemote(0x7E0, 8)];
        simulator.Send(frames);
        Assert.Equal(frames, await first.ReadFramesAsync(3));
        Assert.Equal(frames, await second.ReadFramesAsync(3));
    }

    [Fact]
    public async Task A_frame_of_a_client_reaches_the_others_and_not_itself()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        using var sender = await TestClient.ConnectAsync(simulator);
        using var other = await TestClient.ConnectAsync(simulator);
        var sent = new CanFrame(0x100, [1]);
        await sender.SendAsync(sent);
        Assert.Equal(sent, await other.ReadFrameAsync());
        Assert.True((await recording.WaitForAsync(1, Ending))[0].HasSameContent(sent));

        var marker = new CanFrame(0x200, [2]);
        simulator.Send(marker);
        Assert.Equal(marker, await sender.ReadFrameAsync());
    }

    [Fact]
    public async Task A_hundred_thousand_frames_from_a_client_arrive_complete_and_in_order()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        var sent = Enumerable.Range(0, 100_000).Select(number => new CanFrame(0x100, BitConverter.GetBytes(number))).ToArray();
        await client.SendAsync(sent);
        var received = await recording.WaitForAsync(sent.Length, Ending);
        Assert.Equal(sent.Select(frame => frame.Data), received.Select(frame => frame.Data));
        Assert.Equal(sent.Length, simulator.Statistics.FramesTransmitted);
    }

    [Fact]
    public async Task The_gateway_can_go_away_and_come_back_at_the_same_port()
    {
        await using var simulator = GatewaySimulator.Start();
        var port = simulator.Port;
        using var first = await TestClient.ConnectAsync(simulator);
        simulator.StopListening();
        simulator.DisconnectClients();
        Assert.Empty(await first.ReadToEndAsync());
        await Assert.ThrowsAsync<SocketException>(() => TestClient.ConnectUnservedAsync(simulator));

        simulator.Resume();
        using var second = await TestClient.ConnectAsync(simulator);
        Assert.Equal(port, simulator.Port);
        simulator.Send(new CanFrame(1));
        Assert.Equal(1u, (await second.ReadFrameAsync()).Id);
    }

    [Fact]
    public async Task Nobody_is_served_who_comes_while_it_goes_away()
    {
        await using var simulator = GatewaySimulator.Start();
        for (var round = 0; round < 300; round++)
        {
            using var client = await TestClient.ConnectUnservedAsync(simulator);
            simulator.StopListening();
            simulator.DisconnectClients(reset: true);
            await client.EndsAsync();
            Assert.Equal(0, simulator.Clients);
            simulator.Resume();
        }
    }

    [Fact]
    public async Task Clients_that_are_connected_stay_while_it_does_not_listen()
    {
        await using var simulator = GatewaySimulator.Start();
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.StopListening();
        simulator.Resume();
        simulator.Send(new CanFrame(1));
        Assert.Equal(1u, (await client.ReadFrameAsync()).Id);
    }

    [Fact]
    public async Task The_port_is_refused_and_given_to_nobody_while_it_does_not_listen()
    {
        await using var simulator = GatewaySimulator.Start();
        simulator.StopListening();
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => TestClient.ConnectAsync(simulator))).SocketErrorCode);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(Take).SocketErrorCode);
        await simulator.DisposeAsync();
        Take();

        void Take()
        {
            using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            MayBeGiven(other, simulator.Port);
            other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
    }

    [Fact]
    public async Task A_reset_is_seen_as_one()
    {
        await using var simulator = GatewaySimulator.Start();
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.DisconnectClients(reset: true);
        await FaultTests.AssertIsResetAsync(client);
        Assert.Equal(0, simulator.Clients);
    }

    [Fact]
    public async Task A_frame_that_the_wire_cannot_carry_is_refused_and_none_of_its_batch_is_sent()
    {
        await using var simulator = GatewaySimulator.Start();
        using var client = await TestClient.ConnectAsync(simulator);
        CanFrame[] batch = [new(1), new(2, new byte[12], FrameFlags.Fd)];
        Assert.Throws<ArgumentException>(() => simulator.Send(batch));
        simulator.Send(new CanFrame(3));
        Assert.Equal(3u, (await client.ReadFrameAsync()).Id);
    }

    [Fact]
    public async Task Disposing_it_ends_every_connection_and_frees_the_port()
    {
        var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        using var client = await TestClient.ConnectAsync(simulator);
        await simulator.DisposeAsync();
        await simulator.DisposeAsync();
        Assert.True(simulator.Completion.IsCompletedSuccessfully);
        await client.ReadToEndAsync();
        await using var next = GatewaySimulator.Start(new() { Port = simulator.Port });
        Assert.Throws<ObjectDisposedException>(simulator.Resume);
    }

    // Of all ports that the system chooses from, one is left for this socket.
    private static void MayBeGiven(Socket socket, int port)
    {
        const int IP = 0;
        const int LocalPortRange = 51;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 3), "Only Linux knows how to ask for that, since 6.3.");
        socket.SetRawSocketOption(IP, LocalPortRange, BitConverter.GetBytes(port | (port << 16)));
    }
}
