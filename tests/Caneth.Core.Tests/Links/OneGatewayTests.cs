using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>A session that waits for one gateway at a port of its own.</summary>
public sealed class OneGatewayTests : IDisposable
{
    private readonly int port = Loopback.ClosedPort();
    private readonly List<Socket> dialled = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => dialled.ForEach(socket => socket.Dispose());

    [Fact]
    public async Task The_first_gateway_is_the_one_and_others_are_refused_and_told()
    {
        var connecting = ConnectAsync();
        await DialAsync("truck17", Bytes(0, 3));
        await using var open = await connecting;
        Assert.Equal([0, 1, 2], NumbersOf(await open.Reader.ReadAsync(3)));
        Assert.Equal(("tcp-listen", "'truck17'", LinkConfirmation.PeerStack), (open.Session.Link, open.Session.GatewayIdentity, open.Session.Confirms));
        var other = await DialAsync("car1", Bytes(9, 1));
        Assert.Empty(await ReadToEndAsync(other));
        var told = await open.Session.HappensAsync(SessionEventKind.NotAdmitted);
        Assert.Equal(EventLevel.Warning, told.Level);
        Assert.Contains("'car1'", told.Message, StringComparison.Ordinal);
        Assert.Contains("the port of 'truck17'", told.Message, StringComparison.Ordinal);
        Assert.Equal(3, open.Session.FramesReceived);
    }

    [Fact]
    public async Task It_may_come_again_at_any_time_and_what_waits_leaves_then()
    {
        var connecting = ConnectAsync(change: options => options with { ConnectTimeout = TimeSpan.FromSeconds(20) });
        var gateway = await DialAsync("truck17");
        await using var open = await connecting;
        await open.Session.BecomesAsync(CanSessionState.Connected);
        ScriptedGateway.Reset(gateway);
        await open.Session.BecomesAsync(CanSessionState.Reconnecting);
        var waiting = open.Session.SendAsync(Numbered(5), Ending);
        gateway = await DialAsync("truck17", Bytes(1, 1));
        Assert.Equal(Bytes(5, 1), await ScriptedGateway.ReadAsync(gateway, 13));
        await waiting;
        Assert.Equal([1], NumbersOf(await open.Reader.ReadAsync(1)));
        await DialAsync("truck17", Bytes(2, 1));
        Assert.Equal([2], NumbersOf(await open.Reader.ReadAsync(1)));
        Assert.Equal((2L, 0L), (open.Session.Reconnects, open.Session.Statistics.ConnectFailures));
    }

    [Theory]
    [InlineData("truck17", "truck17")]
    [InlineData("d8-b0-4c-01-02-03", "D8 B0 4C 01 02 03")]
    [InlineData("yard%2Fgate%207", "yard/gate 7")]
    public async Task The_one_that_the_address_names_is_waited_for(string identity, string registration)
    {
        var packet = registration.StartsWith("D8", StringComparison.Ordinal) ? HexBytes.Parse(registration) : Encoding.ASCII.GetBytes(registration);
        var connecting = ConnectAsync($"/{identity}");
        Assert.Empty(await ReadToEndAsync(await DialAsync("car1")));
        await DialAndSayAsync([.. packet, .. Bytes(4, 1)]);
        await using var open = await connecting;
        Assert.Equal([4], NumbersOf(await open.Reader.ReadAsync(1)));
        Assert.Equal($"tcp-listen://127.0.0.1:{port}/{identity}", open.Session.Uri);
    }

    [Fact]
    public async Task Who_does_not_come_in_time_is_an_error_and_the_port_is_free_again()
    {
        var missing = await Assert.ThrowsAsync<CanSessionException>(() => ConnectAsync(change: options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(20) }));
        Assert.Equal(SessionError.ConnectTimeout, missing.Error);
        Assert.Contains($"No gateway dialled in at tcp-listen://127.0.0.1:{port}", missing.Message, StringComparison.Ordinal);
        var connecting = ConnectAsync();
        await DialAsync("truck17");
        await using (await connecting)
        {
            var used = await Assert.ThrowsAsync<CanSessionException>(() => ConnectAsync());
            Assert.Equal(SessionError.ConnectFailed, used.Error);
            Assert.Contains("is used by another program", used.Message, StringComparison.Ordinal);
        }

        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, port));
    }

    [Fact]
    public void A_port_of_which_nobody_knows_is_none() => Assert.Contains("no gateway would know", Assert.Throws<ArgumentException>(
        () => CanSession.Open(new() { Address = CanLinkType.ParseAddress("tcp-listen://127.0.0.1:0") })).Message, StringComparison.Ordinal);

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        try
        {
            return await ScriptedGateway.ReadToEndAsync(socket);
        }
        catch (SocketException)
        {
            // It was reset.
            return [];
        }
    }

    private async Task<PeerSession> ConnectAsync(string identity = "", Func<SessionOptions, SessionOptions>? change = null)
    {
        FrameSubscription? reader = null;
        var options = new SessionOptions
        {
            Address = CanLinkType.ParseAddress($"tcp-listen://127.0.0.1:{port}{identity}"),
            BeforeConnecting = session => reader = session.Subscribe(),
        };
        var session = await CanSession.ConnectAsync(change?.Invoke(options) ?? options, Ending);
        return new(session, reader!);
    }

    private Task<Socket> DialAsync(string registration, byte[]? frames = null) => DialAndSayAsync([.. Encoding.ASCII.GetBytes(registration), .. frames ?? []]);

    /// <summary>Dials as a gateway does, again where nobody listens yet, and says what comes first.</summary>
    private async Task<Socket> DialAndSayAsync(byte[] first)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            dialled.Add(socket);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Ending);
                await socket.SendAsync(first, Ending);
                return socket;
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                await Task.Delay(1, Ending);
            }
        }
    }
}
