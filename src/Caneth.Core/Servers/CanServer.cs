using System.Net;
using System.Net.Sockets;
using Caneth.Links;
using Caneth.Sessions;

namespace Caneth.Servers;

/// <summary>
/// Offers a session to other programs: a gateway often has room for one client, and its server has room for many. Each client sees all
/// that is on the bus, what others and this process send included, but not what it has sent itself. All members are safe for all threads.
/// </summary>
/// <remarks>
/// Who takes frames too slowly loses some, which is counted, and holds up nobody. None of the protocols asks who a client is: hence the
/// loopback address, and <see cref="ServerOptions.ReadOnly"/>.
/// </remarks>
/// <example>
/// <code>
/// await using var session = await CanSession.ConnectAsync("192.168.0.7", 20001);
/// await using var server = CanServer.Start(session, new() { Protocol = ServerProtocol.Socketcand });
/// await server.Completion;
/// </code>
/// </example>
public sealed class CanServer : IAsyncDisposable
{
    private readonly ServerContext context;
    private readonly ClientListener listener;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isStopped;

    private CanServer(CanSession session, ServerOptions options)
    {
        context = new(session, options);
        context.Events.Added += happened => EventHappened?.Invoke(this, happened);
        listener = new(context);
        Endpoint = listener.Open();
        _ = EndWithSessionAsync();
    }

    /// <summary>Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the server: a handler must not block.</summary>
    public event EventHandler<ServerEvent>? EventHappened;

    /// <summary>What it is called.</summary>
    public string Name => context.Options.Name;

    /// <summary>The name of the device that it offers.</summary>
    public string Device => context.Session.Name;

    /// <summary>What it speaks.</summary>
    public ServerProtocol Protocol => context.Options.Protocol;

    /// <summary>
    /// How this computer reaches it, as a URI: <c>socketcand://127.0.0.1:29536/can0</c>; that of a capture as Wireshark takes it:
    /// <c>TCP@127.0.0.1:19000</c>.
    /// </summary>
    public string Uri => context.Options.Protocol switch
    {
        ServerProtocol.Gateway => AddressOf(CanAddress.Tcp),
        ServerProtocol.Slcan => AddressOf("slcan"),
        ServerProtocol.Cannelloni => AddressOf("cannelloni", options: "transport=tcp"),
        ServerProtocol.Gvret => AddressOf("gvret", bus: "0"),
        ServerProtocol.Pcapng => $"TCP@{ReachedAt}",
        _ => AddressOf("socketcand", bus: context.Options.Bus),
    };

    /// <summary>The address and the port that it listens at.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>What it is doing.</summary>
    public ServerState State => Volatile.Read(ref isStopped) == 0 ? ServerState.Running : ServerState.Stopped;

    /// <summary>Whether nothing that clients send reaches the bus.</summary>
    public bool ReadOnly => context.Options.ReadOnly || Protocol == ServerProtocol.Pcapng;

    /// <summary>The clients that are connected, in the order of their coming.</summary>
    public IReadOnlyList<ServerClient> Clients => listener.Clients;

    /// <summary>Frames sent to clients, each counted as often as it was; those of clients that have left included, here and below.</summary>
    public long FramesSent => context.Counters[ServerCounter.FramesSent];

    /// <summary>Frames that clients lost because they took them too slowly.</summary>
    public long FramesDropped
    {
        get
        {
            foreach (var client in Clients)
            {
                client.CountDropped();
            }

            return context.Counters[ServerCounter.FramesDropped];
        }
    }

    /// <summary>Frames that clients did not get because the protocol has no words for them.</summary>
    public long FramesNotCarried => context.Counters[ServerCounter.FramesNotCarried];

    /// <summary>Frames that came from clients, those refused included.</summary>
    public long FramesReceived => context.Counters[ServerCounter.FramesReceived];

    /// <summary>Frames of those that were refused.</summary>
    public long FramesRefused => context.Counters[ServerCounter.FramesRefused];

    /// <summary>Frames of those that waited too long to be sent and were taken back.</summary>
    public long FramesNotSent => context.Counters[ServerCounter.FramesNotSent];

    /// <summary>Why it has ended; null where it runs, or was stopped.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Done when it has ended, whatever ended it, and nothing of it is left.</summary>
    public Task Completion => completion.Task;

    /// <summary>How many events there were so far.</summary>
    public long EventCount => context.Events.Count;

    /// <summary>Offers a session. The server listens when this returns, and ends with the session.</summary>
    /// <param name="session">The session, connected or not.</param>
    /// <param name="options">How it is offered; null for socketcand at its usual port.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SocketException">The port is in use or may not be used, or the address is none of this computer.</exception>
    public static CanServer Start(CanSession session, ServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        options ??= new();
        options.Validate();
        return new(session, options);
    }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<ServerEvent> EventsAfter(long number = 0) => context.Events.After(number);

    /// <summary>Ends it: clients lose their connections. Frames of theirs that are on their way are still sent.</summary>
    /// <returns>Ends when nothing of it is left.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isStopped, 1) == 0)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            context.Events.Dispose();
            completion.TrySetResult();
        }

        await Completion.ConfigureAwait(false);
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private async Task EndWithSessionAsync()
    {
        await context.Session.Completion.WaitAsync(listener.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (State == ServerState.Running)
        {
            LastError = context.Session.Completion.Exception?.InnerException;
            context.Events.Add(ServerEventKind.Ended, EventLevel.Warning, ServerMessages.DeviceEnded(Device));
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private IPEndPoint ReachedAt => Endpoint.Address.Equals(IPAddress.Any) ? new(IPAddress.Loopback, Endpoint.Port)
        : Endpoint.Address.Equals(IPAddress.IPv6Any) ? new(IPAddress.IPv6Loopback, Endpoint.Port)
        : Endpoint;

    private string AddressOf(string scheme, string bus = "", string options = "") =>
        new CanAddress(scheme, $"{ReachedAt.Address}", Endpoint.Port) { Bus = bus, Options = options }.Uri;
}
