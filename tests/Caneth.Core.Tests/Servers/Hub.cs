using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links.Schemes;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Servers;

/// <summary>A gateway that admits one client, the session that is this client, and a server that offers it.</summary>
internal sealed class Hub : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> clients = [];
    private int sessions;

    private Hub(GatewaySimulator gateway, CanSession session, CanServer server)
    {
        Gateway = gateway;
        Session = session;
        Server = server;
        Bus = gateway.Capture();
    }

    public GatewaySimulator Gateway { get; }

    public CanSession Session { get; }

    public CanServer Server { get; }

    /// <summary>What the gateway puts on the bus.</summary>
    public BusCapture Bus { get; }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static async Task<Hub> OpenAsync(ServerOptions options)
    {
        var gateway = GatewaySimulator.Start(new() { MaxClients = 1 });
        var session = await TestSession.ConnectAsync(gateway);
        return new(gateway, session, CanServer.Start(session, options with { Port = 0 }));
    }

    public static Task<Hub> OpenAsync(ServerProtocol protocol) => OpenAsync(new ServerOptions { Protocol = protocol });

    /// <summary>Connects a session to the server, as another program of this project would, with a reader that is there from the beginning.</summary>
    public async Task<(CanSession Session, FrameSubscription Reader)> ConnectAsync(string name)
    {
        FrameSubscription? reader = null;
        var session = await CanSession.ConnectAsync(new SessionOptions
        {
            Address = CanLinkType.ParseAddress(Server.Uri),
            Name = name,
            BeforeConnecting = session => reader = session.Subscribe(new() { Capacity = 1_000_000 }),
        }, Ending);
        clients.Add(session);
        await ListensAsync(++sessions);
        return (session, reader!);
    }

    /// <summary>Connects a socket to the server.</summary>
    public async Task<HubSocket> DialAsync(int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Server.Endpoint.Port), Ending);
        var client = new HubSocket(socket);
        clients.Add(client);
        return client;
    }

    /// <summary>Waits until a number of clients get frames.</summary>
    public Task ListensAsync(int count) => Waiting.Until(() => Server.Clients.Count(client => client.IsListening) >= count);

    /// <summary>Waits until something has happened.</summary>
    public async Task<ServerEvent> HappensAsync(ServerEventKind kind)
    {
        ServerEvent? found = null;
        await Waiting.Until(() => (found = Server.EventsAfter().FirstOrDefault(one => one.Kind == kind)) is not null);
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await Server.DisposeAsync();
        await Session.DisposeAsync();
        Bus.Dispose();
        await Gateway.DisposeAsync();
    }
}

/// <summary>A client that says and hears bytes.</summary>
internal sealed class HubSocket(Socket socket) : IAsyncDisposable
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async Task SayAsync(string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text), Ending);

    /// <summary>Hears something, and nothing else.</summary>
    public async Task HearAsync(string text) => Assert.Equal(text, await ReadAsync(text.Length));

    /// <summary>Hears a number of bytes.</summary>
    public async Task<string> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await socket.ReceiveAsync(bytes.AsMemory(read), Ending);
            Assert.True(more > 0, $"The connection ended after '{Encoding.Latin1.GetString(bytes, 0, read)}'.");
            read += more;
        }

        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Hears until the connection ends.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var heard = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(bytes, Ending) is > 0 and var more)
            {
                heard.Append(Encoding.Latin1.GetString(bytes, 0, more));
            }
        }
        catch (SocketException)
        {
            // What it had said and nobody read makes a reset of the end.
        }

        return heard.ToString();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
