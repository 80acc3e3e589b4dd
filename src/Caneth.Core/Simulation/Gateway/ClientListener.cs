using System.Net;
using System.Net.Sockets;

namespace Caneth.Simulation;

/// <summary>Listens at the port of the gateway, decides who is served, and knows every connection until it is gone.</summary>
internal sealed class ClientListener(GatewayContext gateway) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly DeadListener deadAddress = new();
    private readonly Dictionary<SimulatedClient, Task> connections = [];

    // In the order of their coming; those that are about to end are no more among them.
    private readonly List<SimulatedClient> served = [];
    private Socket? listener;

    // Has the port while nobody listens there: clients are refused, and no other program is given it by the system.
    private Socket? placeholder;
    private Task accepting = Task.CompletedTask;
    private int accepted;
    private bool disposed;

    /// <summary>The address and the port in use, once it listened.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(gateway.Options.Address, gateway.Options.Port);

    /// <summary>Starts to listen, at the same port as before where it did before.</summary>
    /// <exception cref="SocketException">The port is in use, or the address is none of this computer.</exception>
    public void Open()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(GatewaySimulator));
            if (listener is not null)
            {
                return;
            }

            var socket = placeholder ?? new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            placeholder = null;
            try
            {
                if (!socket.IsBound)
                {
                    socket.Bind(EndPoint);
                }

                socket.Listen();
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                throw new SocketException((int)exception.SocketErrorCode,
                    $"The simulator cannot listen at {EndPoint}: {exception.Message}. Choose another port, or 0 for a free one.");
            }

            EndPoint = (IPEndPoint)socket.LocalEndPoint!;
            listener = socket;
            LookAtFaults();
            accepting = Task.WhenAll(accepting, Task.Run(() => AcceptAsync(socket)));
        }
    }

    /// <summary>Stops listening: new clients find the port closed, those connected stay. The port is given to nobody else.</summary>
    public void Close()
    {
        lock (gate)
        {
            deadAddress.Close();
            if (listener is not null)
            {
                listener.Dispose();
                listener = null;
                placeholder = disposed ? null : TryBind();
            }
        }
    }

    /// <summary>Looks at the faults again: one of them is about listening.</summary>
    public void LookAtFaults()
    {
        lock (gate)
        {
            if (gateway.Faults[SimulatorFault.DeadAddress] is not null && listener is not null && !disposed)
            {
                deadAddress.Open(new(IPAddress.IPv6Loopback, EndPoint.Port));
            }
            else
            {
                deadAddress.Close();
            }
        }
    }

    /// <summary>Does something with every connection.</summary>
    public void ForEach(Action<SimulatedClient> action)
    {
        foreach (var client in Connections())
        {
            action(client);
        }
    }

    /// <summary>Closes everything and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
            Close();
            placeholder?.Dispose();
        }

        await accepting.ConfigureAwait(false);
        Task[] running;
        lock (gate)
        {
            running = [.. connections.Values];
        }

        ForEach(client => client.Close(reset: false));
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private Socket? TryBind()
    {
        var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(EndPoint);
            return socket;
        }
        catch (SocketException)
        {
            // Another program was quicker; to listen again will say so, if it is still there then.
            socket.Dispose();
            return null;
        }
    }

    private SimulatedClient[] Connections()
    {
        lock (gate)
        {
            return [.. connections.Keys];
        }
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (true)
        {
            try
            {
                Admit(await socket.AcceptAsync().ConfigureAwait(false), socket);
            }
            catch (Exception) when (IsOpen(socket))
            {
                // A client that went before it was accepted, or no handle left for it; there will be others.
                await Task.Delay(PauseAfterFailure, gateway.Options.TimeProvider).ConfigureAwait(false);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private bool IsOpen(Socket socket)
    {
        lock (gate)
        {
            return listener == socket;
        }
    }

    private void Admit(Socket socket, Socket by)
    {
        lock (gate)
        {
            // Accepted, and closed since: whoever disconnects all clients after that means this one too.
            if (disposed || by != listener)
            {
                socket.Dispose();
                return;
            }

            var welcome = MakeRoom();
            var client = new SimulatedClient(socket, gateway, ++accepted, refused: !welcome);
            if (welcome)
            {
                // On the bus before it is served, since it may be gone at once, and leave.
                served.Add(client);
                gateway.Bus.Join(client, gateway.Faults[SimulatorFault.Stale]?.Value ?? 0);
                gateway.Counters.Add(SimulatorCounter.ClientsAccepted, 1);
            }

            connections[client] = ServeAsync(client);
        }
    }

    /// <summary>Whether one more client can be served, perhaps because another one has to go.</summary>
    private bool MakeRoom()
    {
        if (gateway.Faults[SimulatorFault.RefuseClients] is not null)
        {
            return false;
        }

        served.RemoveAll(client => client.Ended);
        if (served.Count < gateway.Options.MaxClients)
        {
            return true;
        }

        if (gateway.Options.ClientLimitPolicy == ClientLimitPolicy.RefuseWithText)
        {
            return false;
        }

        served[0].End();
        served.RemoveAt(0);
        gateway.Counters.Add(SimulatorCounter.ClientsDisconnected, 1);
        return true;
    }

    private async Task ServeAsync(SimulatedClient client)
    {
        // Not before it is among the connections.
        await Task.Yield();
        using (client)
        {
            await client.RunAsync().ConfigureAwait(false);
        }

        lock (gate)
        {
            connections.Remove(client);
            served.Remove(client);
        }
    }
}
