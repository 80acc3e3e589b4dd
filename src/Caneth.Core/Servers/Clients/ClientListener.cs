using System.Net;
using System.Net.Sockets;

namespace Caneth.Servers;

/// <summary>Listens at the port of a server, decides who is served, and knows every connection until it is gone.</summary>
/// <param name="server">What the clients share.</param>
internal sealed class ClientListener(ServerContext server) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly List<(ClientConnection Connection, Task Service)> connections = [];
    private readonly CancellationTokenSource ending = new();
    private Socket? listener;
    private Task accepting = Task.CompletedTask;
    private Task announcing = Task.CompletedTask;

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Ended => ending.Token;

    /// <summary>The clients that are served, in the order of their coming.</summary>
    public IReadOnlyList<ServerClient> Clients
    {
        get
        {
            lock (gate)
            {
                return [.. connections.Select(one => one.Connection.Client)];
            }
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <returns>Where.</returns>
    /// <exception cref="SocketException">The port is in use or may not be used, or the address is none of this computer.</exception>
    public IPEndPoint Open()
    {
        var at = new IPEndPoint(server.Options.Address, server.Options.Port ?? UsualPort(server.Options.Protocol));
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen();
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw ServerMessages.CannotListen(at, failure);
        }

        listener = socket;
        at = (IPEndPoint)socket.LocalEndPoint!;
        accepting = Task.Run(() => AcceptAsync(socket));
        announcing = server.Options.Announce ? Task.Run(() => new ServerBeacon(server.Options, at).RunAsync(ending.Token)) : Task.CompletedTask;
        return at;
    }

    /// <summary>Listens no more, ends every connection, and waits until all of it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        listener?.Dispose();
        await accepting.ConfigureAwait(false);
        await announcing.ConfigureAwait(false);
        Task[] running;
        lock (gate)
        {
            connections.ForEach(one => one.Connection.End());
            running = [.. connections.Select(one => one.Service)];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        ending.Dispose();
    }

    /// <returns>The port at which clients look for such a server; 0 where there is none that is usual.</returns>
    private static int UsualPort(ServerProtocol protocol) => protocol switch
    {
        ServerProtocol.Socketcand => 29536,
        ServerProtocol.Gateway => 20001,
        ServerProtocol.Cannelloni => 20000,
        ServerProtocol.Gvret => 23,
        ServerProtocol.Pcapng => 19000,
        _ => 0,
    };

    private async Task AcceptAsync(Socket socket)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                Admit(await socket.AcceptAsync(ending.Token).ConfigureAwait(false));
            }
            catch (Exception) when (!ending.IsCancellationRequested)
            {
                // A client that went before it was accepted, or no handle left for it; there will be others.
                await Task.Delay(PauseAfterFailure, server.Options.TimeProvider, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private void Admit(Socket socket)
    {
        try
        {
            var address = $"{socket.RemoteEndPoint}";
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (Clients.Count < server.Options.MaxClients)
            {
                Serve(socket, address);
                return;
            }

            socket.Send(server.Refusal);
            server.Events.Add(ServerEventKind.ClientRefused, EventLevel.Warning, ServerMessages.TooMany(address, server.Options.MaxClients), address);
        }
        catch (SocketException)
        {
            // It has gone already.
        }

        socket.Dispose();
    }

    private void Serve(Socket socket, string address)
    {
        var client = new ServerClient(server.Options.Name, address, server.Options.TimeProvider.GetUtcNow(), server.Counters);
        var connection = new ClientConnection(server, client, socket);
        server.Events.Add(ServerEventKind.ClientConnected, EventLevel.Information, ServerMessages.Connected(address), address);
        lock (gate)
        {
            connections.Add((connection, ServeAsync(connection)));
        }
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        // Not before it is among the connections.
        await Task.Yield();
        using (connection)
        {
            await connection.RunAsync().ConfigureAwait(false);
        }

        server.Events.Add(ServerEventKind.ClientLeft, EventLevel.Information, ServerMessages.Left(connection.Client), connection.Client.Address);
        lock (gate)
        {
            connections.RemoveAll(one => one.Connection == connection);
        }
    }
}
