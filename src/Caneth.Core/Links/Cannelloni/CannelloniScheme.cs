using System.Globalization;
using Caneth.Links.Datagrams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Cannelloni;

/// <summary><c>cannelloni://</c>: a bus of another computer, by its cannelloni.</summary>
internal sealed class CannelloniScheme : LinkScheme
{
    private const string Transport = "transport";
    private const string Local = "local";
    private const string Errors = "errors";

    /// <inheritdoc/>
    public override string Name => "cannelloni";

    /// <inheritdoc/>
    public override string Description => "A bus of another computer, by cannelloni.";

    /// <inheritdoc/>
    public override string Form => "cannelloni://host[:20000]";

    /// <inheritdoc/>
    public override string Example => "cannelloni://192.168.0.10:20000?local=20000";

    /// <summary>The port that cannelloni has by default.</summary>
    public override int? DefaultPort => 20000;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => CannelloniPacketWire.CapabilitiesOfWire;

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.OneOf(Transport, "How packets travel: udp, the default, or tcp, with cannelloni as the server (-C s).", "udp", "tcp"),
        LinkOption.Number(Local, "The UDP port of this computer, to which cannelloni sends; by default the same number as cannelloni's.", 1, 65535),
        LinkOption.OneOf(Errors, "Receives error frames like others; without it they are counted and reported.", "on", "off"),
    ];

    /// <inheritdoc/>
    public override string Remarks => "It has no times. By UDP lost packets are counted, and nothing is sent twice.";

    /// <inheritdoc/>
    public override string? Objection(CanAddress address) => address.Option(Transport) == "tcp" && address.Option(Local) is not null
        ? "local is a UDP port, and the transport is tcp"
        : null;

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context)
    {
        if (address.Option(Transport) == "tcp")
        {
            return new WireConnector(address, new CannelloniWire(address.Option(Errors) == "on"), context);
        }

        var local = address.Option(Local) is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : address.Port;
        return new DatagramConnector(address, local, new CannelloniPacketWire(address.Option(Errors) == "on"), context);
    }
}
