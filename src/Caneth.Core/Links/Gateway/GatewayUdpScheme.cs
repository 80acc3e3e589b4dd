using System.Globalization;
using Caneth.Links.Datagrams;

namespace Caneth.Links.Gateway;

/// <summary><c>udp://</c>: a gateway that speaks its 13 bytes by UDP.</summary>
internal sealed class GatewayUdpScheme : LinkScheme
{
    private const string Local = "local";

    /// <inheritdoc/>
    public override string Name => "udp";

    /// <inheritdoc/>
    public override string Description => "A gateway with 13 bytes a frame (Waveshare, USR, EBYTE, GCAN) in one of its UDP modes.";

    /// <inheritdoc/>
    public override string Form => "udp://host:port";

    /// <inheritdoc/>
    public override string Example => "udp://192.168.0.7:20001?local=20001";

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => GatewayPacketWire.CapabilitiesOfWire;

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.Number(Local, "The UDP port of this computer, to which the gateway sends; by default the same number as the gateway's.", 1, 65535),
    ];

    /// <inheritdoc/>
    public override string Remarks => "Connected means that the port is open: nothing shows whether the gateway is there until it sends. What is lost on the way is lost "
        + "without a word, and nothing is sent twice.";

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context)
    {
        var local = address.Option(Local) is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : address.Port;
        return new DatagramConnector(address, local, new GatewayPacketWire(), context);
    }
}
