using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>
/// A gateway that has room for one client, the session that is this client, and servers, one for each protocol, with a program each. The bus and the programs send
/// 8 frames each millisecond in all: of 16 frames a program sends one, the next program one of the next 16.
/// </summary>
internal sealed class SharedGateway : IAsyncDisposable
{
    private const int FramesPerBeat = 8;
    private const int Bus = 0;
    private const int SmallBuffer = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly GatewaySimulator gateway;
    private readonly BusCapture bus;
    private readonly CanSession session;
    private readonly int beats;
    private readonly long[][] sent;
    private readonly List<CanServer> servers = [];
    private readonly List<CountingSocket> clients = [];
    private Socket? stopped;

    private SharedGateway(GatewaySimulator gateway, CanSession session, int beats)
    {
        this.gateway = gateway;
        this.session = session;
        this.beats = beats;
        bus = gateway.Capture();
        var ofClients = Dialect.All.Select((_, client) => Enumerable.Range(0, beats).Count(beat => SenderOf(beat) == client + 1)).ToArray();
        sent = [.. ofClients.Prepend((beats * FramesPerBeat) - ofClients.Sum()).Select(count => new long[count])];
        foreach (var dialect in Dialect.All)
        {
            servers.Add(CanServer.Start(session, new() { Protocol = dialect.Protocol, Port = 0 }));
            clients.Add(new(Connect(servers[^1], dialect), dialect, sent));
        }
    }

    /// <summary>How long frames took, in milliseconds, the shortest first.</summary>
    public double[] Delays => [.. clients.SelectMany(client => client.Arrivals.Delays).Order()];

    /// <summary>Frames that programs took too slowly.</summary>
    public long FramesDropped => servers.Sum(server => server.FramesDropped);

    /// <summary>Frames of the programs that the bus has not seen.</summary>
    public long FramesNotOnBus => sent.Skip(1).Sum(times => times.Length) - bus.Count;

    /// <summary>Opens all of it.</summary>
    /// <param name="seconds">For how long frames will be sent.</param>
    /// <returns>It, with its programs connected.</returns>
    public static async Task<SharedGateway> OpenAsync(int seconds)
    {
        var gateway = GatewaySimulator.Start(new() { MaxClients = 1 });
        var shared = new SharedGateway(gateway, await CanSession.ConnectAsync("127.0.0.1", gateway.Port), seconds * 1000);
        await shared.ListensAsync(shared.clients.Count);
        return shared;
    }

    /// <summary>Connects a sixth program, which asks for frames and then takes none.</summary>
    public Task AddStoppedAsync()
    {
        var dialect = Dialect.All.First(one => one.Protocol == ServerProtocol.Socketcand);
        stopped = Connect(servers.First(server => server.Protocol == dialect.Protocol), dialect, SmallBuffer);
        return ListensAsync(clients.Count + 1);
    }

    /// <summary>Sends, and waits until all has come.</summary>
    /// <returns>How much of a core this process took, the gateway and the programs included.</returns>
    public async Task<double> RunAsync()
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning);
        await WaitAsync(() => Enumerable.Range(0, clients.Count).All(client => Missed(client) == 0));
        return (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed;
    }

    /// <summary>Frames that a program should have seen and has not, its own that it has seen, and those out of order.</summary>
    public long WrongOf(int client) => Missed(client) + clients[client].Arrivals[client + 1] + clients[client].Arrivals.OutOfOrder;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        clients.ForEach(client => client.Dispose());
        stopped?.Dispose();
        await session.DisposeAsync();
        bus.Dispose();
        await gateway.DisposeAsync();
    }

    /// <returns>Which program sends one of the frames; 0 where none does.</returns>
    private static int SenderOf(int beat) => beat % 2 == 0 ? 1 + (beat / 2 % Dialect.All.Count) : Bus;

    private static Socket Connect(CanServer server, Dialect dialect, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        socket.Connect(IPAddress.Loopback, server.Endpoint.Port);
        socket.Send(Encoding.Latin1.GetBytes(dialect.Greeting));
        var answer = new byte[dialect.Answer.Length];
        for (var heard = 0; heard < answer.Length;)
        {
            heard += socket.Receive(answer.AsSpan(heard)) is > 0 and var more ? more : throw new IOException($"{dialect.Protocol}: the server has closed the connection.");
        }

        return Encoding.Latin1.GetString(answer) is var text && text == dialect.Answer ? socket
            : throw new InvalidDataException($"{dialect.Protocol}: '{text}' instead of '{dialect.Answer}'.");
    }

    /// <summary>Waits until something is so, or for a while.</summary>
    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !condition();)
        {
            await Task.Delay(10);
        }
    }

    private Task ListensAsync(int count) => WaitAsync(() => servers.Sum(server => server.Clients.Count(client => client.IsListening)) == count);

    private long Missed(int client) => clients[client].Arrivals.MissedOf(Enumerable.Range(0, sent.Length).Where(sender => sender != client + 1));

    private void Send()
    {
        var next = new long[sent.Length];
        Beat.Run(beats, beat =>
        {
            var client = SenderOf(beat);
            var frames = new CanFrame[client == Bus ? FramesPerBeat : FramesPerBeat - 1];
            for (var index = 0; index < frames.Length; index++)
            {
                frames[index] = CountingSocket.FrameOf(Bus, Note(Bus));
            }

            gateway.Send(frames);
            if (client != Bus)
            {
                clients[client - 1].Send(client, Note(client));
            }
        });

        long Note(int sender)
        {
            sent[sender][next[sender]] = Stopwatch.GetTimestamp();
            return next[sender]++;
        }
    }
}
