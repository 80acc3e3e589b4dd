using Caneth.Links.Tcp;

namespace Caneth.Links.Gateway;

/// <summary>Connects to one CAN channel of a gateway in TCP-server mode, again and again, and keeps what it has learned of it.</summary>
internal sealed class GatewayConnector : WireConnector
{
    /// <param name="address">The host and the port.</param>
    /// <param name="settings">What is known of the gateway.</param>
    /// <param name="context">What the session lends.</param>
    /// <param name="network">The network; that of this computer where none is given.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public GatewayConnector(CanAddress address, LinkSettings settings, LinkContext context, ITcpNetwork? network = null)
        : base(address, CreateWire(settings), context, network)
    {
    }

    private static GatewayWire CreateWire(LinkSettings settings)
    {
        RequirePacket(settings.RegistrationPacket, nameof(settings.RegistrationPacket));
        RequirePacket(settings.Heartbeat, nameof(settings.Heartbeat));
        return new(new(settings.RegistrationPacket, settings.Heartbeat));
    }

    private static void RequirePacket(ReadOnlyMemory<byte> packet, string option) => Option.Require(
        packet.Length <= GatewayPackets.MaxLength, option, $"{packet.Length} bytes long", $"up to {GatewayPackets.MaxLength} bytes");
}
