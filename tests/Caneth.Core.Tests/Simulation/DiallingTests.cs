using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links.Schemes;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Simulation;

/// <summary>A simulated gateway that dials, by TCP and by UDP.</summary>
public sealed class DiallingTests
{
    private static readonly byte[] Mac = HexBytes.Parse("D8 B0 4C 01 02 03");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_dials_says_who_it_is_and_is_a_gateway_like_others()
    {
        using var server = new ScriptedGateway();
        await using var simulator = Start(server.Port, options => options with { RegistrationPacket = Mac });
        using var connection = await server.AcceptAsync();
        Assert.Equal(Mac, await ScriptedGateway.ReadAsync(connection, Mac.Length));
        await simulator.WaitForClientsAsync(1, Ending);
        using var capture = simulator.Capture();
        simulator.Send(Numbered(0, 3));
        Assert.Equal(Bytes(0, 3), await ScriptedGateway.ReadAsync(connection, 39));
        await connection.SendAsync(Bytes(7, 1), Ending);
        await Waiting.Until(() => simulator.Statistics.FramesTransmitted == 1);
        Assert.Equal((true, "127.0.0.1", server.Port), (simulator.Dials, simulator.HostName, simulator.Port));
        Assert.Equal(Mac.Length, simulator.Statistics.ForeignBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_dials_again_when_the_connection_has_ended(bool reset)
    {
        using var server = new ScriptedGateway();
        await using var simulator = Start(server.Port, options => options with { RegistrationPacket = Mac });
        for (var round = 0; round < 3; round++)
        {
            using var connection = await server.AcceptAsync();
            Assert.Equal(Mac, await ScriptedGateway.ReadAsync(connection, Mac.Length));
            if (reset)
            {
                ScriptedGateway.Reset(connection);
            }
        }

        Assert.InRange(simulator.Statistics.ClientsAccepted, 3, 4);
    }

    [Fact]
    public async Task It_dials_until_somebody_listens()
    {
        var port = Loopback.ClosedPort();
        await using var simulator = Start(port);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Task.Yield();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        using var connection = await listener.AcceptAsync(Ending);
        await simulator.WaitForClientsAsync(1, Ending);
    }

    [Fact]
    public async Task Its_heartbeat_is_what_was_given()
    {
        using var server = new ScriptedGateway();
        await using var simulator = Start(server.Port, options => options with { Heartbeat = "alive"u8.ToArray(), HeartbeatInterval = TimeSpan.FromMilliseconds(10) });
        using var connection = await server.AcceptAsync();
        Assert.Equal("alivealivealive", Encoding.ASCII.GetString(await ScriptedGateway.ReadAsync(connection, 15)));
    }

    [Fact]
    public async Task It_can_send_its_registration_packet_in_front_of_everything()
    {
        using var server = new ScriptedGateway();
        await using var simulator = Start(server.Port, options => options with { RegistrationPacket = Mac, Faults = [new(SimulatorFault.RegistrationAlways)] });
        using var connection = await server.AcceptAsync();
        Assert.Equal(Mac, await ScriptedGateway.ReadAsync(connection, Mac.Length));
        await simulator.WaitForClientsAsync(1, Ending);
        simulator.Send(Numbered(5));
        byte[] expected = [.. Mac, .. Bytes(5, 1)];
        Assert.Equal(expected, await ScriptedGateway.ReadAsync(connection, expected.Length));
    }

    [Fact]
    public async Task It_can_be_told_not_to_dial_and_to_dial_again()
    {
        using var server = new ScriptedGateway();
        await using var simulator = Start(server.Port);
        using (var connection = await server.AcceptAsync())
        {
            await simulator.WaitForClientsAsync(1, Ending);
            simulator.StopListening();
        }

        await simulator.IsEmptyAsync();
        var next = server.AcceptAsync();
        Assert.False(next.IsCompleted);
        simulator.Resume();
        using var again = await next;
    }

    [Fact]
    public async Task By_udp_it_and_a_session_understand_each_other()
    {
        var (own, others) = (FreePort(), FreePort());
        await using var simulator = Start(others, options => options with { DialByUdp = true, Port = own });
        FrameSubscription? reader = null;
        await using var session = await CanSession.ConnectAsync(new()
        {
            Address = CanLinkType.ParseAddress($"udp://127.0.0.1:{own}?local={others}"),
            BeforeConnecting = opened => reader = opened.Subscribe(),
        }, Ending);
        await simulator.WaitForClientsAsync(1, Ending);
        await session.SendAsync(Numbered(0, 100), cancellationToken: Ending);
        await Waiting.Until(() => simulator.Statistics.FramesTransmitted == 100);
        await simulator.WaitForClientsAsync(1, Ending);
        simulator.Send(Numbered(0, 300));
        Assert.Equal(Enumerable.Range(0, 300), NumbersOf(await reader!.ReadAsync(300)));
        Assert.Equal(0, session.Statistics.PacketsDropped);
    }

    [Fact]
    public void What_cannot_be_dialled_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GatewaySimulator.Start(new() { Dial = new UnixDomainSocketEndPoint("/tmp/x") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GatewaySimulator.Start(new() { DialByUdp = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GatewaySimulator.Start(new() { RegistrationPacket = new byte[129] }));
    }

    private static GatewaySimulator Start(int port, Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var options = new SimulatorOptions { Dial = new IPEndPoint(IPAddress.Loopback, port), RedialDelay = TimeSpan.FromMilliseconds(10) };
        return GatewaySimulator.Start(change?.Invoke(options) ?? options);
    }

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
