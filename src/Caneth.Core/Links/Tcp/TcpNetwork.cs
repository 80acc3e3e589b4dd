using System.Net;
using System.Net.Sockets;

namespace Caneth.Links.Tcp;

/// <summary>The network of this computer.</summary>
internal sealed class TcpNetwork : ITcpNetwork
{
    // What the kernel holds is out of our hands: it cannot be withdrawn and goes stale with the link. 64 KiB is
    // over half a second of a gateway's 8,000 frames/s, and far more than a write needs.
    private const int KernelSendBuffer = 64 * 1024;
    private const int KernelReceiveBuffer = 256 * 1024;

    private const int KeepAliveIdleSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;
    private const int KeepAliveProbes = 3;

    private TcpNetwork()
    {
    }

    /// <summary>The one network.</summary>
    public static TcpNetwork Instance { get; } = new();

    /// <summary>The network of connectors that were not given another; tests of whole cmdlets put theirs here.</summary>
    public static ITcpNetwork Default { get; set; } = Instance;

    /// <inheritdoc/>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sets what every connection of this program has: keep-alive, and buffers of a size that is known.</summary>
    public static void Configure(Socket socket)
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
