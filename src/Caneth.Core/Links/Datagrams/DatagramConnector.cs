using System.Net;
using System.Net.Sockets;
using Caneth.Links.Tcp;

namespace Caneth.Links.Datagrams;

/// <summary>
/// Opens a UDP port of this computer to talk to one of another, again and again. That it is connected means no more than that: nothing shows
/// whether anybody is there, until something comes.
/// </summary>
internal sealed class DatagramConnector : ICanConnector
{
    private readonly PacketWire wire;
    private readonly LinkContext context;
    private readonly ITcpNetwork network;
    private readonly PacketReport report;
    private readonly int localPort;

    /// <param name="address">The other host and its port.</param>
    /// <param name="localPort">The port of this computer.</param>
    /// <param name="wire">How frames are written.</param>
    /// <param name="context">What the session lends.</param>
    /// <param name="network">Finds the host; the network of this computer where none is given.</param>
    public DatagramConnector(CanAddress address, int localPort, PacketWire wire, LinkContext context, ITcpNetwork? network = null)
    {
        Address = address;
        this.localPort = localPort;
        this.wire = wire;
        this.context = context;
        this.network = network ?? TcpNetwork.Default;
        report = new(address.ToString(), wire.Capabilities.Carrier, context);
    }

    /// <inheritdoc/>
    public CanAddress Address { get; }

    /// <inheritdoc/>
    public LinkCapabilities Capabilities => wire.Capabilities;

    /// <inheritdoc/>
    public string? PeerIdentity => report.Identity;

    /// <inheritdoc/>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        var peer = await ResolveAsync(timeout, either.Token, cancellationToken).ConfigureAwait(false);
        if (IsGroup(peer.Address))
        {
            throw DatagramMessages.Multicast(Address);
        }

        var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            ReceiveBuffer.Enlarge(socket);
            socket.Blocking = false;
            IgnoreUnreachable(socket);
            socket.Bind(new IPEndPoint(peer.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, localPort));
            return new DatagramLink(socket, peer, wire, report, context);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw DatagramMessages.NotBound(Address, localPort, exception);
        }
    }

    private async Task<IPEndPoint> ResolveAsync(TimeSpan timeout, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await network.ResolveAsync(Address.Host, either).ConfigureAwait(false);
            return new(addresses[0], Address.Port);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw TcpMessages.HostNotFound(Address.Host, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TcpMessages.ConnectTimeout(Address, [], timeout, exception);
        }
    }

    private static bool IsGroup(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] is >= 224 and <= 239;

    /// <summary>Windows fails a receive where an earlier send met a closed port (SIO_UDP_CONNRESET of mswsock.h); others do not.</summary>
    private static void IgnoreUnreachable(Socket socket)
    {
        const int SioUdpConnReset = unchecked((int)0x9800000C);
        if (OperatingSystem.IsWindows())
        {
            socket.IOControl(SioUdpConnReset, BitConverter.GetBytes(0), null);
        }
    }
}
