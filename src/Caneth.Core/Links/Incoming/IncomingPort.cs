using System.Net;
using System.Net.Sockets;
using Caneth.Links.Tcp;

namespace Caneth.Links.Incoming;

/// <summary>A port of this computer at which gateways dial in. It hands over each connection, and listens until it is disposed of.</summary>
internal sealed class IncomingPort : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Socket listener;
    private readonly TimeProvider time;
    private readonly Action<Socket, IPEndPoint> accept;
    private readonly Action<Exception> fail;
    private readonly CancellationTokenSource stop = new();
    private Task accepting = Task.CompletedTask;

    /// <param name="address">The IP address and the port; 0 takes one that is free.</param>
    /// <param name="accept">Takes a connection, and from where it comes; must not block.</param>
    /// <param name="fail">Takes in why a connection could not be accepted.</param>
    /// <param name="time">The clock and the timers.</param>
    /// <exception cref="LinkException">The port is in use, or the address is none of this computer.</exception>
    public IncomingPort(CanAddress address, Action<Socket, IPEndPoint> accept, Action<Exception> fail, TimeProvider time)
    {
        this.accept = accept;
        this.fail = fail;
        this.time = time;
        var endPoint = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
        listener = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                listener.DualMode = true;
            }

            listener.Bind(endPoint);
            listener.Listen();
            EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw IncomingMessages.NotListening(address, exception);
        }
    }

    /// <summary>The address and the port in use.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins to accept connections.</summary>
    public void Start() => accepting = Task.Run(AcceptAsync);

    /// <summary>Listens no more; those who come now are refused by the operating system.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                HandOver(await listener.AcceptAsync(stop.Token).ConfigureAwait(false));
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                // One that went before it was accepted, or no handle left for it; there will be others.
                fail(exception);
                await Task.Delay(PauseAfterFailure, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private void HandOver(Socket socket)
    {
        IPEndPoint? from = null;
        try
        {
            TcpNetwork.Configure(socket);
            from = (IPEndPoint)socket.RemoteEndPoint!;
        }
        catch (SocketException)
        {
            // It is gone already.
            socket.Dispose();
        }

        if (from is not null)
        {
            accept(socket, from);
        }
    }
}
