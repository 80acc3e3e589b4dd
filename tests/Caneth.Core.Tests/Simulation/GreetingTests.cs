using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links.Gateway;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>What a port says besides frames, as gateways that are set up otherwise do, and servers that are no gateways.</summary>
public class GreetingTests
{
    private const int Size = FrameCodec.FrameSize;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Registration", 6)]
    [InlineData("Registration=16", 16)]
    [InlineData("Registration=128", 128)]
    public async Task A_registration_packet_comes_first_and_once(string fault, int length)
    {
        await using var simulator = Start(fault);
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Equal(ClientGreeting.Registration(length), await client.ReadBytesAsync(length));
        simulator.Send(Numbered(0, 3));
        Assert.Equal(Numbered(0, 3), await client.ReadFramesAsync(3));
        Assert.Equal(length, simulator.Statistics.ForeignBytes);
    }

    [Fact]
    public async Task A_registration_packet_can_stand_in_front_of_every_write()
    {
        await using var simulator = Start("RegistrationAlways=9");
        using var client = await TestClient.ConnectAsync(simulator);
        for (var round = 0; round < 3; round++)
        {
            simulator.Send(Numbered(0, 2));
            Assert.Equal("CAN-GATEW", Encoding.ASCII.GetString(await client.ReadBytesAsync(9)));
            Assert.Equal(Numbered(0, 2), await client.ReadFramesAsync(2));
        }

        await simulator.FlushAsync(Ending);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Heartbeats_of_free_text_come_between_writes()
    {
        await using var simulator = Start("FreeHeartbeat=15/2");
        using var client = await TestClient.ConnectAsync(simulator);
        for (var round = 0; round < 3; round++)
        {
            simulator.Send(Numbered(0, 2));
            Assert.Equal(Numbered(0, 2), await client.ReadFramesAsync(2));
            Assert.Equal("heartbeat heart", Encoding.ASCII.GetString(await client.ReadBytesAsync(15)));
        }

        await Waiting.Until(() => simulator.Statistics.ForeignBytes == 45);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task A_slow_drip_brings_every_byte()
    {
        await using var simulator = Start("Drip=5");
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 4));
        Assert.True((await client.ReadOnceAsync()).Length < 4 * Size);
        await simulator.FlushAsync(Ending);
        await FaultTests.AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task A_web_server_answers_and_closes()
    {
        await using var simulator = Start("HttpServer");
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SSH_server_says_its_banner_and_waits()
    {
        await using var simulator = Start("SshServer");
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 1));
        Assert.Equal("SSH-2.0-dropbear_2022.83\r\n", Encoding.ASCII.GetString(await client.ReadOnceAsync()));
        Assert.Equal(0, simulator.Statistics.FramesSent);
    }

    [Fact]
    public async Task A_client_can_be_accepted_and_closed_without_a_word()
    {
        await using var simulator = Start("AcceptThenClose");
        using var client = await TestClient.ConnectAsync(simulator);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_dead_address_neither_takes_nor_answers_and_is_given_back()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && OperatingSystem.IsLinux(), "Only Linux lets a full queue stay silent.");
        await using var simulator = Start("DeadAddress");
        Assert.Equal("localhost", simulator.HostName);
        var dead = new IPEndPoint(IPAddress.IPv6Loopback, simulator.Port);
        using var silent = new Socket(dead.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        Assert.Equal(SocketError.InProgress, Assert.ThrowsAny<SocketException>(() => silent.Connect(dead)).SocketErrorCode is var code
            && code == SocketError.WouldBlock ? SocketError.InProgress : code);
        Assert.False(silent.Poll(TimeSpan.Zero, SelectMode.SelectWrite));

        simulator.Faults.Clear();
        Assert.Equal("127.0.0.1", simulator.HostName);
        using var listener = new Socket(dead.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(dead);
    }

    private static GatewaySimulator Start(string fault) => GatewaySimulator.Start(new() { Faults = [FaultSetting.Parse(fault)] });
}
