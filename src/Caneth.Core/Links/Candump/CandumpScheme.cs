namespace Caneth.Links.Candump;

/// <summary><c>candump+ssh://</c>: a CAN interface of a computer on which one can log in, by its candump and cansend.</summary>
internal sealed class CandumpScheme : LinkScheme
{
    private const string Errors = "errors";

    /// <inheritdoc/>
    public override string Name => "candump+ssh";

    /// <inheritdoc/>
    public override string Description => "A CAN interface of another Linux computer, by candump and cansend (can-utils) over ssh.";

    /// <inheritdoc/>
    public override string Form => "candump+ssh://[user@]host[:port]/bus";

    /// <inheritdoc/>
    public override string Example => "candump+ssh://pi@192.168.0.10/can0";

    /// <summary>That which ssh knows for the host, 22 for most.</summary>
    public override int? DefaultPort => 0;

    /// <inheritdoc/>
    public override bool HasBus => true;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CandumpWire.CapabilitiesOf(new());

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.OneOf(Errors, "Receives error frames like others; without it they are counted and reported.", "on", "off"),
        RemoteTimeOption.Option,
    ];

    /// <inheritdoc/>
    public override string Remarks =>
        "ssh must get in without a password, and know the key of the host. Each frame is sent by a cansend of its own, which takes milliseconds.";

    /// <summary>A host, with a user before it or not. What begins with a dash would be an option of ssh.</summary>
    public override bool IsHost(string host)
    {
        var parts = host.Split('@');
        return parts.Length <= 2 && parts.All(part => part.Length > 0 && !part.StartsWith('-') && base.IsHost(part));
    }

    /// <summary>What begins with a dash would be an option of candump.</summary>
    public override bool IsBus(string bus) => base.IsBus(bus) && !bus.StartsWith('-');

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => new CandumpConnector(address, new()
    {
        Time = RemoteTimeOption.Of(address),
        ErrorFrames = address.Option(Errors) == "on",
    }, context);
}
