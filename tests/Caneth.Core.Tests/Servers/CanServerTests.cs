using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Tests.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Servers;

/// <summary>A session that is offered to other programs: all of them see the bus, none disturbs another.</summary>
public sealed class CanServerTests
{
    /// <summary>Those by which clients send too.</summary>
    public static TheoryData<ServerProtocol> Protocols => [.. Enum.GetValues<ServerProtocol>().Except([ServerProtocol.Pcapng])];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Each_client_sees_every_frame_but_its_own(ServerProtocol protocol)
    {
        await using var hub = await Hub.OpenAsync(protocol);
        var first = await hub.ConnectAsync("first");
        var second = await hub.ConnectAsync("second");
        hub.Gateway.Send(new CanFrame(1, [1, 2]));
        Assert.Equal(1u, Assert.Single(await first.Reader.ReadAsync(1)).Id);
        await hub.Session.SendAsync(new CanFrame(2), Ending);
        await first.Session.SendAsync(new CanFrame(3, [3]), Ending);
        await hub.Bus.WaitForAsync(2, Ending);
        await second.Session.SendAsync(new CanFrame(0x12345678, [4]), Ending);
        await hub.Bus.WaitForAsync(3, Ending);
        hub.Gateway.Send(new CanFrame(5));

        Assert.Equal(["002#", "12345678#04", "005#"], Texts(await first.Reader.ReadAsync(3)));
        Assert.Equal(["001#0102", "002#", "003#03", "005#"], Texts(await second.Reader.ReadAsync(4)));
        Assert.Equal(["002#", "003#03", "12345678#04"], Texts(hub.Bus.ToArray()));
        Assert.Equal((8L, 2L, 0L), (hub.Server.FramesSent, hub.Server.FramesReceived, hub.Server.FramesDropped));
        Assert.Equal([4L, 4L], hub.Server.Clients.Select(client => client.FramesSent));
    }

    [Fact]
    public async Task Five_clients_share_a_gateway_that_admits_one_at_the_rate_of_a_full_bus()
    {
        const int Count = 16_000;
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        var clients = new List<FrameSubscription>();
        for (var number = 0; number < 5; number++)
        {
            clients.Add((await hub.ConnectAsync($"client {number}")).Reader);
        }

        // Two seconds of it, in pieces as a gateway writes them; faster than it would come, so that it need not be waited for.
        foreach (var piece in NumberedFrames.Numbered(0, Count).Chunk(80))
        {
            await hub.Gateway.SendAsync(piece, Ending);
        }

        foreach (var client in clients)
        {
            Assert.Equal(Enumerable.Range(0, Count), NumberedFrames.NumbersOf(await client.ReadAsync(Count)));
        }

        Assert.Equal((5L * Count, 0L), (hub.Server.FramesSent, hub.Server.FramesDropped));
    }

    [Fact]
    public async Task A_client_that_has_stopped_costs_the_others_nothing_and_is_disconnected_in_the_end()
    {
        const int Piece = 10_000;
        var time = new FakeTimeProvider();
        await using var hub = await Hub.OpenAsync(new ServerOptions { TimeProvider = time });
        var good = await hub.ConnectAsync("good");
        await using var stopped = await hub.DialAsync(receiveBuffer: 4096);
        await stopped.SayAsync("< open can0 >< rawmode >");
        await hub.ListensAsync(2);
        var pieces = 0;
        for (; hub.Server.FramesDropped == 0; pieces++)
        {
            Assert.InRange(pieces, 0, 100);
            await hub.Gateway.SendAsync(NumberedFrames.Numbered(pieces * Piece, Piece), Ending);
            Assert.Equal(Enumerable.Range(pieces * Piece, Piece), NumberedFrames.NumbersOf(await good.Reader.ReadAsync(Piece)));
        }

        var lost = Assert.Single(hub.Server.Clients, client => client.FramesDropped > 0);
        Assert.InRange(lost.FramesSent, 1, (pieces * Piece) - 1);
        await Waiting.AdvanceUntil(time, TimeSpan.FromSeconds(5), () => hub.Server.Clients.Count == 1);
        Assert.Contains("took nothing for 30 s", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
        Assert.True(hub.Server.FramesDropped > 0);
    }

    [Fact]
    public async Task A_server_that_only_shows_the_bus_takes_nothing_and_says_so_once()
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { ReadOnly = true });
        var client = await hub.ConnectAsync("client");
        await client.Session.SendAsync(new CanFrame(1), Ending);
        await client.Session.SendAsync(new CanFrame(2), Ending);
        await Waiting.Until(() => hub.Server.FramesRefused == 2 && hub.Server.EventsAfter().Any(one => one.Kind == ServerEventKind.FramesRefused));
        Assert.Equal(2, hub.Server.FramesReceived);
        Assert.Contains("only shows the bus", Assert.Single(hub.Server.EventsAfter(), one => one.Kind == ServerEventKind.FramesRefused).Message, StringComparison.Ordinal);
        await hub.Session.SendAsync(new CanFrame(3), Ending);
        Assert.Equal(["003#"], Texts(await hub.Bus.WaitForAsync(1, Ending)));
    }

    [Fact]
    public async Task Clients_see_the_ids_that_they_may_and_what_the_protocol_carries()
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { Filter = FrameFilter.ForId(0x123) });
        var client = await hub.ConnectAsync("client");
        hub.Gateway.Send([new CanFrame(0x124), CanFrame.CreateRemote(0x123, 2), new CanFrame(0x123, [1])]);
        Assert.Equal(["123#01"], Texts(await client.Reader.ReadAsync(1)));
        Assert.Equal((1L, 1L), (hub.Server.FramesSent, hub.Server.FramesNotCarried));
    }

    [Theory]
    [InlineData(ServerProtocol.Gateway, "Sorry,Limited")]
    [InlineData(ServerProtocol.Socketcand, "< error too many clients >")]
    public async Task One_client_too_many_is_told_so(ServerProtocol protocol, string words)
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { Protocol = protocol, MaxClients = 1 });
        await hub.ConnectAsync("first");
        await using var second = await hub.DialAsync();
        Assert.Equal(words, await second.ReadToEndAsync());
        Assert.Contains("1 client is served", (await hub.HappensAsync(ServerEventKind.ClientRefused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_too_long_for_the_bus_is_never_sent()
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { Protocol = ServerProtocol.Gateway, MaxSendAge = TimeSpan.FromMilliseconds(700) });
        var client = await hub.ConnectAsync("client");
        hub.Gateway.StopListening();
        hub.Gateway.DisconnectClients(reset: true);
        await hub.Session.BecomesAsync(CanSessionState.Reconnecting);
        await client.Session.SendAsync(new CanFrame(1), Ending);
        await hub.Session.HappensAsync(SessionEventKind.FramesWithdrawn);
        hub.Gateway.Resume();
        await hub.Session.BecomesAsync(CanSessionState.Connected);
        await client.Session.SendAsync(new CanFrame(2), Ending);
        Assert.Equal(["002#"], Texts(await hub.Bus.WaitForAsync(1, Ending)));
        Assert.Equal((2L, 1L), (hub.Server.FramesReceived, hub.Server.FramesNotSent));
        Assert.Contains("0.7 s", (await hub.HappensAsync(ServerEventKind.FramesNotSent)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_does_not_get_its_own_frames_either_when_they_leave_after_a_break()
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { Protocol = ServerProtocol.Gateway, MaxSendAge = Timeout.InfiniteTimeSpan });
        var client = await hub.ConnectAsync("client");
        for (var breaks = 0; breaks < 3; breaks++)
        {
            await client.Session.SendAsync(NumberedFrames.Numbered(10 * breaks, 10), cancellationToken: Ending);
            hub.Gateway.DisconnectClients(reset: true);
            await Waiting.Until(() => hub.Session.Reconnects > breaks && hub.Gateway.Clients == 1);
        }

        await client.Session.SendAsync(new CanFrame(1), Ending);
        await Waiting.Until(() => hub.Bus.ToArray().Any(frame => frame.Id == 1));
        hub.Gateway.Send(new CanFrame(2));
        Assert.Equal(["002#"], Texts(await client.Reader.ReadAsync(1)));
    }

    [Fact]
    public async Task Clients_come_and_go_and_stay_while_the_device_reconnects()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        for (var times = 0; times < 3; times++)
        {
            await using var passing = await hub.DialAsync();
            await passing.HearAsync("< hi >");
        }

        var client = await hub.ConnectAsync("client");
        hub.Gateway.DisconnectClients(reset: true);
        await Waiting.Until(() => hub.Session.Reconnects == 1 && hub.Gateway.Clients == 1);
        hub.Gateway.Send(new CanFrame(1));
        Assert.Single(await client.Reader.ReadAsync(1));
        Assert.Equal(ServerState.Running, hub.Server.State);
        await Waiting.Until(() => hub.Server.EventsAfter().Count(one => one.Kind == ServerEventKind.ClientLeft) == 3);
        Assert.DoesNotContain(hub.Server.EventsAfter(), one => one.Level != EventLevel.Information);
    }

    [Fact]
    public async Task It_ends_with_its_device_and_leaves_nothing()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.HearAsync("< hi >");
        await hub.Session.CloseAsync(Ending);
        await hub.Server.Completion.WaitAsync(Ending);
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Equal(ServerState.Stopped, hub.Server.State);
        Assert.Empty(hub.Server.Clients);
        Assert.Contains("'bench' is closed", (await hub.HappensAsync(ServerEventKind.Ended)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SocketException>(async () => await hub.DialAsync());
    }

    [Fact]
    public async Task A_socketcand_server_tells_the_network_of_itself_where_it_is_asked_to()
    {
        using var ear = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        ear.Bind(new IPEndPoint(IPAddress.Any, 0));
        await using var hub = await Hub.OpenAsync(new ServerOptions { Name = "a & b", Announce = true, BeaconPort = ear.Port() });
        var packet = new byte[1500];
        var beacon = XElement.Parse(Encoding.UTF8.GetString(packet, 0, await ear.ReceiveAsync(packet, Ending)));
        Assert.Equal("CANBeacon", beacon.Name.LocalName);
        Assert.Equal("a & b", beacon.Attribute("description")!.Value);
        Assert.Equal($"can://127.0.0.1:{hub.Server.Endpoint.Port}", beacon.Element("URL")!.Value);
        Assert.Equal("can0", beacon.Element("Bus")!.Attribute("name")!.Value);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_web_page_cannot_send_on_the_bus(ServerProtocol protocol)
    {
        await using var hub = await Hub.OpenAsync(protocol);
        await using var browser = await hub.DialAsync();
        await browser.SayAsync("POST / HTTP/1.1\r\nContent-Type: text/plain\r\n\r\n< open can0 >< send 123 0 >\rO\rt1230\r");
        await browser.ReadToEndAsync();
        Assert.Contains("'POST / HTTP/1.1", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
        Assert.Equal(0, hub.Server.FramesReceived);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        var failure = Assert.Throws<SocketException>(() => CanServer.Start(hub.Session, new() { Port = hub.Server.Endpoint.Port }));
        Assert.Contains($"cannot listen at {hub.Server.Endpoint}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_checked_where_they_are_given()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        Assert.Contains("1 to 1000", Assert.Throws<ArgumentOutOfRangeException>(() => CanServer.Start(hub.Session, new() { MaxClients = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("letters, digits", Assert.Throws<ArgumentOutOfRangeException>(() => CanServer.Start(hub.Session, new() { Bus = "can 0" })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CanServer.Start(hub.Session, new() { Port = 70_000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanServer.Start(hub.Session, new() { Announce = true, Protocol = ServerProtocol.Gateway }));
    }

    private static IEnumerable<string> Texts(IEnumerable<CanFrame> frames) => frames.Select(frame => frame.ToShortString());
}
