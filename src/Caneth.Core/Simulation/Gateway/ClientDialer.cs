using System.Net;
using System.Net.Sockets;

namespace Caneth.Simulation;

/// <summary>
/// Dials, as a gateway in TCP-client or UDP-client mode does: connects, serves the connection, and connects again after a pause when it has ended.
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="target">Where to.</param>
internal sealed class ClientDialer(GatewayContext gateway, EndPoint target) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private CancellationTokenSource? dialling;
    private Task running = Task.CompletedTask;
    private SimulatedClient? client;
    private int dialled;
    private bool disposed;

    /// <summary>Starts to dial.</summary>
    public void Open()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(GatewaySimulator));
            if (dialling is null)
            {
                dialling = new();
                var (before, stop) = (running, dialling.Token);
                running = Task.Run(() => RunAsync(before, stop));
            }
        }
    }

    /// <summary>Dials no more; a connection that there is stays.</summary>
    public void Close()
    {
        lock (gate)
        {
            dialling?.Cancel();
            dialling = null;
        }
    }

    /// <summary>Does something with the connection, if there is one.</summary>
    public void ForEach(Action<SimulatedClient> action)
    {
        SimulatedClient? now;
        lock (gate)
        {
            now = client;
        }

        if (now is not null)
        {
            action(now);
        }
    }

    /// <summary>Closes everything and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
        }

        Close();
        ForEach(last => last.Close(reset: false));
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync(Task before, CancellationToken stop)
    {
        await before.ConfigureAwait(false);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(await ConnectAsync(stop).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Nobody listens there yet, or any more; it tries again.
            }

            await Task.Delay(gateway.Options.RedialDelay, gateway.Options.TimeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken stop)
    {
        using var tooLong = new CancellationTokenSource(ConnectTimeout, gateway.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, tooLong.Token);
        var (type, protocol) = gateway.Options.DialByUdp ? (SocketType.Dgram, ProtocolType.Udp) : (SocketType.Stream, ProtocolType.Tcp);
        var socket = target is IPEndPoint ? new Socket(target.AddressFamily, type, protocol) : new Socket(type, protocol);
        try
        {
            if (gateway.Options.Port != 0)
            {
                socket.Bind(new IPEndPoint(gateway.Options.Address, gateway.Options.Port));
            }

            await socket.ConnectAsync(target, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var next = new SimulatedClient(socket, gateway, ++dialled, refused: false);
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            client = next;
            gateway.Bus.Join(next, gateway.Faults[SimulatorFault.Stale]?.Value ?? 0);
            gateway.Counters.Add(SimulatorCounter.ClientsAccepted, 1);
        }

        try
        {
            await next.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                client = null;
            }
        }
    }
}
