using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Listening;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Listening;

/// <summary>Gateways that dial in: each has a session by its identity, and keeps it through reconnects.</summary>
public sealed class CanListenerTests : IAsyncDisposable
{
    private static readonly byte[] Mac = HexBytes.Parse("D8 B0 4C 01 02 03");

    private readonly ConcurrentDictionary<string, FrameSubscription> readers = new();
    private readonly List<Socket> dialled = [];
    private CanListener? listener;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private CanListener Listener => listener!;

    public async ValueTask DisposeAsync()
    {
        dialled.ForEach(socket => socket.Dispose());
        if (listener is not null)
        {
            await listener.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_gateway_is_known_by_its_registration_packet_which_is_no_frame()
    {
        Listen();
        await DialAsync("truck17"u8, Bytes(0, 3));
        var session = await ConnectedAsync("truck17");
        Assert.Equal([0, 1, 2], NumbersOf(await readers["truck17"].ReadAsync(3)));
        Assert.Equal(("tcp-listen", "'truck17'"), (session.Link, session.GatewayIdentity));
        Assert.Equal($"tcp-listen://127.0.0.1:{Listener.Port}/truck17", session.Uri);
        Assert.Equal((1L, 0L, 0L), (session.Statistics.RegistrationPackets, session.BytesSkipped, session.Statistics.InvalidFrames));
        Assert.Equal([ListenerEventKind.DeviceAdded], Listener.EventsAfter().Select(happened => happened.Kind));
    }

    [Theory]
    [InlineData("", "D8-B0-4C-01-02-03", 1)]
    [InlineData("", "D8-B0-4C-01-02-03", 4)]
    [InlineData("?identity=mac", "D8-B0-4C-01-02-03", 1)]
    [InlineData("?identity=packet&length=6", "D8-B0-4C-01-02-03", 1)]
    [InlineData("?identity=address", "127.0.0.1", 1)]
    public async Task A_mac_address_in_front_of_every_packet_is_taken_off_whatever_says_who_it_is(string query, string name, int frames)
    {
        Listen(query);
        var gateway = await DialAsync(Mac, Bytes(0, frames));
        for (var number = 1; number < 40; number++)
        {
            await SendAsync(gateway, [.. Mac, .. Bytes(number * frames, frames)]);
        }

        var session = await ConnectedAsync(name);
        Assert.Equal(Enumerable.Range(0, 40 * frames), NumbersOf(await readers[name].ReadAsync(40 * frames)));
        Assert.Equal((40L, 0L, 0L), (session.Statistics.RegistrationPackets, session.BytesSkipped, session.Statistics.Resynchronisations));
    }

    [Fact]
    public async Task A_gateway_that_says_nothing_is_known_by_its_address_after_a_time()
    {
        Listen();
        var gateway = await DialAsync();
        await ConnectedAsync("127.0.0.1");
        await SendAsync(gateway, Bytes(7, 1));
        Assert.Equal([7], NumbersOf(await readers["127.0.0.1"].ReadAsync(1)));
    }

    [Fact]
    public async Task Frames_are_sent_to_it_and_those_that_wait_leave_when_it_comes_again()
    {
        Listen();
        var gateway = await DialAsync("truck17"u8);
        var session = await ConnectedAsync("truck17");
        await session.SendAsync(Numbered(1), Ending);
        Assert.Equal(Bytes(1, 1), await ScriptedGateway.ReadAsync(gateway, 13));
        gateway.Dispose();
        await session.BecomesAsync(CanSessionState.Reconnecting);
        var waiting = session.SendAsync(Numbered(2), Ending);
        gateway = await DialAsync("truck17"u8);
        Assert.Equal(Bytes(2, 1), await ScriptedGateway.ReadAsync(gateway, 13));
        await waiting;
        Assert.Same(session, Assert.Single(Listener.Devices));
        Assert.Equal(1, session.Reconnects);
        await Waiting.Until(() => Listener.EventsAfter()[^1].Kind == ListenerEventKind.DeviceReturned);
    }

    [Fact]
    public async Task The_same_identity_again_replaces_a_half_open_connection_and_the_session_goes_on()
    {
        Listen();
        var halfOpen = await DialAsync("truck17"u8, Bytes(0, 2));
        var session = await ConnectedAsync("truck17");
        Assert.Equal([0, 1], NumbersOf(await readers["truck17"].ReadAsync(2)));
        await DialAsync("truck17"u8, Bytes(2, 1));
        Assert.Equal([2], NumbersOf(await readers["truck17"].ReadAsync(1)));
        Assert.Same(session, Assert.Single(Listener.Devices));
        await Waiting.Until(() => Listener.ConnectionsReplaced == 1);
        Assert.Equal(1, session.Reconnects);
        Assert.Contains("another connection of the same gateway", (await session.HappensAsync(SessionEventKind.Lost)).Message, StringComparison.Ordinal);
        await EndsAsync(halfOpen);
    }

    [Fact]
    public async Task Each_connection_that_replaces_another_brings_its_frames()
    {
        Listen();
        for (var round = 0; round < 4; round++)
        {
            await DialAsync("truck17"u8, Bytes(100 * round, 100));
            await ConnectedAsync("truck17");
            Assert.Equal(Enumerable.Range(100 * round, 100), NumbersOf(await readers["truck17"].ReadAsync(100)));
        }

        Assert.Equal(400, Listener.Devices.Single().FramesReceived);
        await Waiting.Until(() => Listener.ConnectionsReplaced == 3);
    }

    [Fact]
    public async Task Two_gateways_of_one_identity_are_told_apart_from_one_that_comes_again()
    {
        Listen();
        for (var round = 0; round < 5; round++)
        {
            await DialAsync("truck17"u8);
            await Waiting.Until(() => Listener.ConnectionsReplaced == round && Listener.DevicesConnected == 1);
        }

        var warning = Listener.EventsAfter().First(happened => happened.Level == EventLevel.Warning);
        Assert.Equal((ListenerEventKind.IdentityShared, "truck17"), (warning.Kind, warning.Device));
        Assert.Contains("two gateways", warning.Message, StringComparison.Ordinal);
        Assert.Contains("identity=address", warning.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_on_the_list_is_refused_and_the_others_come()
    {
        Listen(change: options => options with { Admit = identity => identity.StartsWith("truck", StringComparison.Ordinal), NameDevice = identity => $"the {identity}" });
        var stranger = await DialAsync("car1"u8, Bytes(0, 1));
        await DialAsync("truck17"u8, Bytes(1, 1));
        await ConnectedAsync("the truck17");
        await EndsAsync(stranger);
        await RefusedAsync("'car1'", "not one of those that may come");
        Assert.Single(Listener.Devices);
    }

    [Fact]
    public async Task One_device_too_many_is_refused_until_another_one_is_disconnected()
    {
        Listen(change: options => options with { MaxDevices = 1 });
        await DialAsync("a1"u8);
        var first = await ConnectedAsync("a1");
        await EndsAsync(await DialAsync("a2"u8));
        await RefusedAsync("'a2'", "1 device already");
        await first.DisposeAsync();
        await DialAsync("a2"u8);
        await ConnectedAsync("a2");
        Assert.Single(Listener.Devices);
    }

    [Theory]
    [InlineData("", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "a web browser")]
    [InlineData("", "SSH-2.0-OpenSSH_9.2\r\n", "an SSH client")]
    [InlineData("?identity=mac", "truck17", "a MAC address should come first")]
    public async Task Who_is_no_such_gateway_is_refused_with_what_it_said(string query, string said, string reason)
    {
        Listen(query);
        await EndsAsync(await DialAsync(Encoding.ASCII.GetBytes(said)));
        await RefusedAsync(said[..3], reason);
        Assert.Empty(Listener.Devices);
    }

    [Fact]
    public async Task Who_must_say_who_it_is_and_does_not_is_refused()
    {
        Listen("?identity=packet");
        await EndsAsync(await DialAsync());
        await RefusedAsync("said nothing", "registration packet");
        await EndsAsync(await DialAsync(Bytes(0, 3)));
        await Waiting.Until(() => Listener.ConnectionsRefused == 2);
        Assert.Empty(Listener.Devices);
    }

    [Fact]
    public async Task Heartbeats_before_the_registration_packet_are_passed_over()
    {
        var heartbeat = HexBytes.Parse("AA 00 FF 00 00 00 00 00 00 00 00 00 00");
        Listen(change: options => options with { Session = options.Session with { Heartbeat = "alive"u8.ToArray() } });
        await DialAsync([.. heartbeat, .. "alive"u8, .. Mac], Bytes(5, 2));
        var session = await ConnectedAsync("D8-B0-4C-01-02-03");
        Assert.Equal([5, 6], NumbersOf(await readers[session.Name].ReadAsync(2)));
        Assert.Equal(2, session.Statistics.Heartbeats);
    }

    // EBYTE: up to 128 bytes of anything, now and then.
    [Theory]
    [InlineData("HB")]
    [InlineData("gateway 17 is alive")]
    public async Task Heartbeats_of_free_content_cost_no_frame(string heartbeat)
    {
        Listen();
        var gateway = await DialAsync("truck17"u8, Bytes(0, 1));
        var session = await ConnectedAsync("truck17");
        Assert.Equal([0], NumbersOf(await readers["truck17"].ReadAsync(1)));
        for (var number = 1; number <= 8; number++)
        {
            await SendAsync(gateway, Encoding.ASCII.GetBytes(heartbeat));
            await SendAsync(gateway, Bytes(number, 1));
            Assert.Equal([number], NumbersOf(await readers["truck17"].ReadAsync(1)));
        }

        Assert.Equal(0, session.Reconnects);
    }

    [Fact]
    public async Task A_device_that_was_disconnected_comes_again_as_a_new_one()
    {
        Listen();
        await DialAsync("truck17"u8);
        var session = await ConnectedAsync("truck17");
        await session.DisposeAsync();
        Assert.Empty(Listener.Devices);
        await DialAsync("truck17"u8);
        Assert.NotSame(session, await ConnectedAsync("truck17"));
    }

    [Fact]
    public async Task A_silent_connection_ends_after_the_idle_time_and_its_gateway_may_come_again()
    {
        Listen(change: options => options with { Session = options.Session with { IdleTimeout = TimeSpan.FromMilliseconds(200) } });
        var silent = await DialAsync("truck17"u8);
        var session = await ConnectedAsync("truck17");
        await EndsAsync(silent);
        await DialAsync("truck17"u8, Bytes(1, 1));
        Assert.Equal([1], NumbersOf(await readers["truck17"].ReadAsync(1)));
        Assert.Equal(1, session.Reconnects);
    }

    [Fact]
    public async Task Stopped_it_disconnects_its_devices_and_its_port_is_free()
    {
        Listen();
        var gateway = await DialAsync("truck17"u8);
        var silent = await DialAsync();
        var session = await ConnectedAsync("truck17");
        var port = Listener.Port;
        await Listener.DisposeAsync();
        Assert.Equal((CanSessionState.Closed, ListenerState.Stopped), (session.State, Listener.State));
        await EndsAsync(gateway);
        await EndsAsync(silent);
        await Listener.DisposeAsync();
        await using var next = CanListener.Start(new() { Address = CanLinkType.ParseAddress($"tcp-listen://127.0.0.1:{port}") });
        Assert.Equal(port, next.Port);
    }

    [Fact]
    public void A_port_that_is_used_already_and_an_address_of_another_computer_are_named()
    {
        Listen();
        var used = Assert.Throws<LinkException>(() => CanListener.Start(new() { Address = CanLinkType.ParseAddress($"tcp-listen://127.0.0.1:{Listener.Port}") }));
        Assert.Contains("is used by another program", used.Message, StringComparison.Ordinal);
        var elsewhere = Assert.Throws<LinkException>(() => CanListener.Start(new() { Address = CanLinkType.ParseAddress("tcp-listen://192.0.2.1:0") }));
        Assert.Contains("none of this computer", elsewhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_address_to_listen_at_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CanListener.Start(new() { Address = CanLinkType.ParseAddress("127.0.0.1") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanListener.Start(new() { MaxDevices = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanListener.Start(new() { Address = CanLinkType.ParseAddress("tcp-listen://127.0.0.1:0/truck17") }));
    }

    [Theory]
    [InlineData("tcp-listen://gateway:1", "is not an IP address")]
    [InlineData("tcp-listen://127.0.0.1:1?identity=name", "auto, packet, mac or address")]
    [InlineData("tcp-listen://127.0.0.1:1?identity=mac&length=5", "6 bytes")]
    [InlineData("tcp-listen://127.0.0.1:1?length=129", "1 to 128")]
    public void An_address_is_read_strictly(string address, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => CanLinkType.ParseAddress(address)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task In_a_storm_of_reconnects_all_come_back_and_none_twice()
    {
        const int Gateways = 50;
        Listen();
        var gateways = Enumerable.Range(0, Gateways).Select(number => GatewaySimulator.Start(new()
        {
            Name = $"gateway{number:00}",
            Dial = new IPEndPoint(IPAddress.Loopback, Listener.Port),
            RegistrationPacket = Encoding.ASCII.GetBytes($"gateway{number:00}"),
            RedialDelay = TimeSpan.FromMilliseconds(20),
            ClientBuffer = 64,
            CoalesceFrames = 64,
        })).ToList();
        try
        {
            await Waiting.Until(() => Listener.DevicesConnected == Gateways);
            var sessions = Listener.Devices.ToHashSet();
            gateways.ForEach(gateway => gateway.DisconnectClients(reset: true));
            await Waiting.Until(() => sessions.All(session => session.Reconnects >= 1) && gateways.TrueForAll(gateway => gateway.Clients == 1)
                && Listener.DevicesConnected == Gateways && Listener.ConnectionsPending == 0);
            Assert.True(sessions.SetEquals(Listener.Devices));
            for (var number = 0; number < Gateways; number++)
            {
                gateways[number].Send(Numbered(number));
                Assert.Equal([number], NumbersOf(await readers[$"gateway{number:00}"].ReadAsync(1)));
            }

            Assert.Equal((0L, (long)Gateways), (Listener.ConnectionsRefused, Listener.Devices.Sum(session => session.FramesReceived)));
        }
        finally
        {
            await Task.WhenAll(gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        }
    }

    private void Listen(string query = "", Func<ListenerOptions, ListenerOptions>? change = null)
    {
        var options = new ListenerOptions
        {
            Address = CanLinkType.ParseAddress($"tcp-listen://127.0.0.1:0{query}"),
            RegistrationTimeout = TimeSpan.FromMilliseconds(700),
            Session = new() { BeforeConnecting = session => readers[session.Name] = session.Subscribe() },
        };
        listener = CanListener.Start(change?.Invoke(options) ?? options);
    }

    /// <summary>Dials as a gateway does, and says what comes first.</summary>
    private Task<Socket> DialAsync(ReadOnlySpan<byte> registration = default, byte[]? frames = null)
    {
        byte[] first = [.. registration, .. frames ?? []];
        return DialAndSayAsync(first);
    }

    private async Task<Socket> DialAndSayAsync(byte[] first)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        dialled.Add(socket);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Listener.Port), Ending);
        await SendAsync(socket, first);
        return socket;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            Assert.Equal(bytes.Length, await socket.SendAsync(bytes, Ending));
        }
    }

    /// <summary>The session of a name, once it is connected.</summary>
    private async Task<CanSession> ConnectedAsync(string name)
    {
        CanSession? session = null;
        await Waiting.Until(() => (session = Listener.Devices.FirstOrDefault(device => device.Name == name && device.State == CanSessionState.Connected)) is not null);
        return session!;
    }

    private async Task RefusedAsync(params string[] parts)
    {
        ListenerEvent? refused = null;
        await Waiting.Until(() => (refused = Listener.EventsAfter().FirstOrDefault(happened => happened.Kind == ListenerEventKind.ConnectionRefused)) is not null);
        Assert.All(parts, part => Assert.Contains(part, refused!.Message, StringComparison.Ordinal));
        Assert.Equal(EventLevel.Warning, refused!.Level);
    }

    /// <summary>Waits until the other side has ended a connection, in order or not.</summary>
    private static async Task EndsAsync(Socket socket)
    {
        try
        {
            await ScriptedGateway.ReadToEndAsync(socket);
        }
        catch (SocketException)
        {
            // It was reset.
        }
    }
}
