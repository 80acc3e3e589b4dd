using System.Net;
using System.Net.Sockets;

namespace Caneth.Sessions;

/// <summary>One TCP connection to a gateway: made, used and ended once.</summary>
internal sealed class GatewayConnection : IDisposable
{
    // What the kernel holds is out of the session's hands: it cannot be withdrawn and goes stale with the link. 64 KiB is
    // over half a second of a gateway's 8,000 frames/s, and far more than a write needs.
    private const int KernelSendBuffer = 64 * 1024;
    private const int KernelReceiveBuffer = 256 * 1024;

    private const int KeepAliveIdleSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;
    private const int KeepAliveProbes = 3;

    private readonly Socket socket;
    private readonly TcpAccount account;

    private GatewayConnection(Socket socket)
    {
        this.socket = socket;
        account = new(socket);
    }

    /// <summary>Bytes handed to the operating system so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes of those that the gateway's TCP has acknowledged, or null where this system does not tell.</summary>
    public long? BytesAcknowledged => account.Acknowledged(BytesWritten);

    /// <summary>Whether nothing more can come of it: it was reset, or has ended on both sides.</summary>
    public bool IsBroken => account.Ended || socket.Poll(TimeSpan.Zero, SelectMode.SelectError);

    /// <summary>Resolves the name and tries its addresses one after another.</summary>
    /// <exception cref="CanSessionException">No address answered in time.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<GatewayConnection> ConnectAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var address = $"{options.HostName}:{options.Port}";
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var addresses = await ResolveAsync(options.HostName, either.Token).ConfigureAwait(false);
            return new(await ConnectToAnyAsync(addresses, options.Port, either.Token).ConfigureAwait(false));
        }
        catch (SocketException exception)
        {
            throw SessionMessages.ConnectFailed(address, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw SessionMessages.ConnectTimeout(address, options.ConnectTimeout, exception);
        }
    }

    /// <summary>Receives what is there, or waits for something.</summary>
    /// <returns>How many bytes; 0 when the gateway has closed its side.</returns>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <summary>Hands bytes to the operating system without waiting.</summary>
    /// <returns>How many it took, none where its buffer is full.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = socket.Send(bytes, SocketFlags.None, out var error);
        BytesWritten += taken;
        return error is SocketError.Success or SocketError.WouldBlock ? taken : throw new SocketException((int)error);
    }

    /// <summary>Says that no more bytes will be sent, once those handed over are (FIN).</summary>
    public void ShutdownSend()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone already, which is what the caller works towards.
        }
    }

    /// <summary>Ends the connection at once (RST): nothing that the kernel still holds will be sent.</summary>
    public void Abort()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw SessionMessages.HostNotFound(host, exception);
        }
    }

    private static async Task<Socket> ConnectToAnyAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                Configure(socket);
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                socket.Blocking = false;
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SendBufferSize = KernelSendBuffer;
        socket.ReceiveBufferSize = KernelReceiveBuffer;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveIdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }
}
