using Caneth.Links.Tcp;

namespace Caneth.Links.Socketcand;

/// <summary><c>socketcand://</c>: a bus of another computer, by its socketcand.</summary>
internal sealed class SocketcandScheme : LinkScheme
{
    private const string Errors = "errors";
    private const string Fd = "fd";

    /// <inheritdoc/>
    public override string Name => "socketcand";

    /// <inheritdoc/>
    public override string Description => "A bus of another computer or adapter, by a socketcand server.";

    /// <inheritdoc/>
    public override string Form => "socketcand://host[:29536]/bus";

    /// <inheritdoc/>
    public override string Example => "socketcand://192.168.0.10/can0";

    /// <summary>The port of socketcand (PORT in its socketcand.h).</summary>
    public override int? DefaultPort => 29536;

    /// <inheritdoc/>
    public override bool HasBus => true;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = SocketcandWire.CapabilitiesOf(new());

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.OneOf(Errors, "Receives error frames like others; without it they are counted and reported.", "on", "off"),
        LinkOption.OneOf(Fd, "Sends CAN FD frames, by the command fdsend of newer servers.", "on", "off"),
        RemoteTimeOption.Option,
    ];

    /// <inheritdoc/>
    public override string Remarks => "The protocol forwards no remote frames, and error frames only where the server runs with -e; they are received with errors=on.";

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings known, LinkContext context)
    {
        var settings = new SocketcandSettings
        {
            Bus = address.Bus,
            Time = RemoteTimeOption.Of(address),
            Fd = address.Option(Fd) == "on",
            ErrorFrames = address.Option(Errors) == "on",
        };
        return new WireConnector(address, new SocketcandWire(settings), context);
    }
}
