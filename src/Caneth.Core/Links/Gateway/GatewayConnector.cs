using Caneth.Links.Streams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Gateway;

/// <summary>Connects to one CAN channel of a gateway in TCP-server mode, again and again, and keeps what it has learned of it.</summary>
internal sealed class GatewayConnector : ICanConnector
{
    private readonly TcpConnector tcp;
    private readonly GatewayWire wire;
    private readonly StreamReport report;
    private readonly LinkContext context;

    /// <param name="address">The host and the port.</param>
    /// <param name="settings">What is known of the gateway.</param>
    /// <param name="context">What the session lends.</param>
    /// <param name="network">The network; that of this computer where none is given.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public GatewayConnector(CanAddress address, LinkSettings settings, LinkContext context, ITcpNetwork? network = null)
    {
        RequirePacket(settings.RegistrationPacket, nameof(settings.RegistrationPacket));
        RequirePacket(settings.Heartbeat, nameof(settings.Heartbeat));
        Address = address;
        this.context = context;
        tcp = new(address, network ?? TcpNetwork.Default, context.TimeProvider);
        wire = new(new(settings.RegistrationPacket, settings.Heartbeat));
        report = new(address.ToString(), wire, context);
    }

    /// <inheritdoc/>
    public CanAddress Address { get; }

    /// <inheritdoc/>
    public LinkCapabilities Capabilities => wire.Capabilities;

    /// <inheritdoc/>
    public string? PeerIdentity => report.Identity;

    /// <inheritdoc/>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        new StreamLink(await tcp.ConnectAsync(timeout, cancellationToken).ConfigureAwait(false), wire, Address.ToString(), report, context);

    private static void RequirePacket(ReadOnlyMemory<byte> packet, string option) => Option.Require(
        packet.Length <= GatewayPackets.MaxLength, option, $"{packet.Length} bytes long", $"up to {GatewayPackets.MaxLength} bytes");
}
