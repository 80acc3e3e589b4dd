using System.Net;
using System.Net.Sockets;
using Caneth.Links;
using Caneth.Links.Datagrams;
using Caneth.Links.Gateway;
using Caneth.Links.Schemes;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions by UDP: a gateway with 13 bytes a frame, and cannelloni.</summary>
public sealed class UdpLinkTests : IDisposable
{
    private readonly UdpClient peer = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly int localPort = FreePort();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private IPEndPoint Local => new(IPAddress.Loopback, localPort);

    private int PeerPort => ((IPEndPoint)peer.Client.LocalEndPoint!).Port;

    public void Dispose() => peer.Dispose();

    [Fact]
    public async Task Datagrams_go_in_both_directions_each_with_the_frames_of_one_write()
    {
        await using var open = await ConnectAsync("udp");
        await open.Session.SendAsync(Numbered(0, 112), atomic: true, Ending);
        Assert.Equal(Bytes(0, 112), (await peer.ReceiveAsync(Ending)).Buffer);
        await peer.SendAsync(Bytes(0, 100), Local, Ending);
        await peer.SendAsync(Bytes(100, 13), Local, Ending);
        Assert.Equal(Enumerable.Range(0, 113), NumbersOf(await open.Reader.ReadAsync(113)));
        Assert.Equal(("udp", LinkConfirmation.None), (open.Session.Link, open.Session.Confirms));
        Assert.Contains("first packet", (await open.Session.HappensAsync(SessionEventKind.Heard)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_datagram_is_received_whole_however_many_frames_are_taken_at_once()
    {
        await using var open = await ConnectAsync("udp");
        await peer.SendAsync(Bytes(0, 4000), Local, Ending);
        Assert.Equal(Enumerable.Range(0, 4000), NumbersOf(await open.Reader.ReadAsync(4000)));
    }

    [Fact]
    public async Task A_burst_waits_in_this_computer_until_it_is_taken()
    {
        // More than systems keep that are not asked for more.
        const int Datagrams = 150;
        const int Frames = 112;
        var connector = new DatagramConnector(new("udp", "127.0.0.1", PeerPort), localPort, new GatewayPacketWire(), CannelloniTests.NewContext());
        using var link = await connector.ConnectAsync(TimeSpan.FromSeconds(5), Ending);
        for (var number = 0; number < Datagrams; number++)
        {
            await peer.SendAsync(Bytes(number * Frames, Frames), Local, Ending);
        }

        var room = new CanFrame[Frames];
        for (var number = 0; number < Datagrams; number++)
        {
            Assert.Equal(Frames, (await link.ReceiveAsync(room, Ending)).Frames);
            Assert.Equal(number * Frames, NumberOf(room[0]));
        }
    }

    [Fact]
    public async Task A_datagram_that_is_not_some_whole_frames_is_passed_over_counted_and_told()
    {
        await using var open = await ConnectAsync("udp");
        await peer.SendAsync("udp client start receive"u8.ToArray(), Local, Ending);
        await peer.SendAsync(Bytes(7, 1), Local, Ending);
        Assert.Equal([7], NumbersOf(await open.Reader.ReadAsync(1)));
        Assert.Equal((1L, 24L), (open.Session.Statistics.PacketsDropped, open.Session.BytesSkipped));
        Assert.Contains("'udp client start receive'", (await open.Session.HappensAsync(SessionEventKind.ForeignData)).Message, StringComparison.Ordinal);
    }

    // The manuals of USR and EBYTE: once, or in front of every packet.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_mac_address_in_front_of_every_datagram_costs_no_frame_and_says_who_it_is(int frames)
    {
        var mac = HexBytes.Parse("D8 B0 4C 01 02 03");
        await using var open = await ConnectAsync("udp");
        for (var number = 0; number < 20; number++)
        {
            await peer.SendAsync((byte[])[.. mac, .. Bytes(number * frames, frames)], Local, Ending);
        }

        Assert.Equal(Enumerable.Range(0, 20 * frames), NumbersOf(await open.Reader.ReadAsync(20 * frames)));
        var counted = open.Session.Statistics;
        Assert.Equal((20L, 120L, 0L, 0L), (counted.RegistrationPackets, counted.RegistrationBytes, counted.PacketsDropped, open.Session.BytesSkipped));
        Assert.Equal("D8 B0 4C 01 02 03", open.Session.GatewayIdentity);
        await open.Session.HappensAsync(SessionEventKind.Identified);
    }

    [Fact]
    public async Task What_somebody_else_sends_is_passed_over_and_another_port_of_the_same_host_is_not()
    {
        await using var open = await ConnectAsync("udp");
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await stranger.SendAsync(Bytes(1, 1), Local, Ending);
        await other.SendAsync(Bytes(2, 1), Local, Ending);
        Assert.Equal([2], NumbersOf(await open.Reader.ReadAsync(1)));
        Assert.Contains("127.0.0.2", (await open.Session.HappensAsync(SessionEventKind.ForeignData)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_at_once_though_nobody_ends_the_other_side()
    {
        var open = await ConnectAsync("udp");
        await open.Session.SendAsync(Numbered(1), Ending);
        var before = TimeProvider.System.GetTimestamp();
        await open.DisposeAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(Bytes(1, 1), (await peer.ReceiveAsync(Ending)).Buffer);
        await using var again = await ConnectAsync("udp");
    }

    [Fact]
    public async Task A_silent_one_is_opened_anew()
    {
        await using var open = await ConnectAsync("udp", options => options with { IdleTimeout = TimeSpan.FromMilliseconds(300), ReconnectDelay = TimeSpan.FromMilliseconds(50) });
        await Waiting.Until(() => open.Session.Reconnects > 0);
        await peer.SendAsync(Bytes(1, 1), Local, Ending);
        Assert.Equal([1], NumbersOf(await open.Reader.ReadAsync(1)));
    }

    [Fact]
    public async Task A_port_that_is_used_already_is_named()
    {
        await using var first = await ConnectAsync("udp");
        var refused = await Assert.ThrowsAsync<CanSessionException>(() => ConnectAsync("udp"));
        Assert.Equal(SessionError.ConnectFailed, refused.Error);
        Assert.Contains($"the UDP port {localPort} of this computer", refused.Message, StringComparison.Ordinal);
        Assert.Contains("?local=", refused.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_is_refused()
    {
        var options = new SessionOptions { Address = CanLinkType.ParseAddress("udp://239.1.2.3:20001") };
        Assert.Contains("group", (await Assert.ThrowsAsync<CanSessionException>(() => CanSession.ConnectAsync(options, Ending))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_of_cannelloni_have_numbers_and_those_that_are_missing_are_counted_and_told()
    {
        await using var open = await ConnectAsync("cannelloni");
        await open.Session.SendAsync(CanFrame.Parse("123#1122"), Ending);
        await open.Session.SendAsync(CanFrame.Parse("123##0"), Ending);
        Assert.Equal("02 00 00 00 01 00 00 01 23 02 11 22", HexBytes.Format((await peer.ReceiveAsync(Ending)).Buffer));
        Assert.Equal("02 00 01 00 01 00 00 01 23 80 00", HexBytes.Format((await peer.ReceiveAsync(Ending)).Buffer));
        await peer.SendAsync(HexBytes.Parse("02 00 FE 00 01 00000123 01 11"), Local, Ending);
        await peer.SendAsync(HexBytes.Parse("02 00 01 00 02 00000123 01 22 00000123 01 33"), Local, Ending);
        Assert.Equal(["123#11", "123#22", "123#33"], (await open.Reader.ReadAsync(3)).Select(frame => frame.ToShortString()));
        Assert.Equal(2, open.Session.Statistics.PacketsLost);
        Assert.Contains("2 packets", (await open.Session.HappensAsync(SessionEventKind.PacketsLost)).Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    private async Task<PeerSession> ConnectAsync(string scheme, Func<SessionOptions, SessionOptions>? change = null)
    {
        FrameSubscription? reader = null;
        var options = new SessionOptions
        {
            Address = CanLinkType.ParseAddress($"{scheme}://127.0.0.1:{PeerPort}?local={localPort}"),
            Name = "bench",
            BeforeConnecting = session => reader = session.Subscribe(new() { Capacity = 8192 }),
        };
        var session = await CanSession.ConnectAsync(change?.Invoke(options) ?? options, Ending);
        return new(session, reader!);
    }
}
