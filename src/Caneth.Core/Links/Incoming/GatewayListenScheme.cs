using System.Globalization;
using System.Net;
using Caneth.Links.Gateway;

namespace Caneth.Links.Incoming;

/// <summary><c>tcp-listen://</c>: gateways that dial in, in TCP-client mode, behind NAT for example.</summary>
internal sealed class GatewayListenScheme : LinkScheme
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "tcp-listen";

    /// <summary>The port where none is written: the one at which most gateways listen, or to which they dial.</summary>
    public const int UsualPort = 20001;

    private const string Identity = "identity";
    private const string Length = "length";

    /// <inheritdoc/>
    public override string Name => Scheme;

    /// <inheritdoc/>
    public override string Description => "Gateways with 13 bytes a frame in TCP-client mode, which dial in: one, or with Start-CanListener many.";

    /// <inheritdoc/>
    public override string Form => "tcp-listen://address[:20001][/identity]";

    /// <inheritdoc/>
    public override string Example => "tcp-listen://0.0.0.0:20001?identity=mac";

    /// <inheritdoc/>
    public override int? DefaultPort => UsualPort;

    /// <summary>In the place of a bus: who is waited for.</summary>
    public override bool HasBus => true;

    /// <summary>The first that comes.</summary>
    public override string DefaultBus => "";

    /// <inheritdoc/>
    public override bool HasPackets => true;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => IncomingConnector.CapabilitiesOfLink;

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.OneOf(Identity, "What says who a gateway is: its registration packet (packet, mac), the address that it comes from, or by default "
            + "the packet where it sends one (auto).", "auto", "packet", "mac", "address"),
        LinkOption.Number(Length, "How many bytes its registration packet has; by default that is found out.", 1, GatewayPackets.MaxLength),
    ];

    /// <inheritdoc/>
    public override string Remarks => "The address is one of this computer; 0.0.0.0 is all of them. Without an identity the first gateway that dials in is waited for. One that dials in anew "
        + "takes the place of its connection before. For a listener, port 0 is one that is free.";

    /// <summary>Makes what finds out who has dialled in.</summary>
    /// <param name="address">Where.</param>
    /// <param name="heartbeat">What gateways send to say that they are there; empty where that is unknown.</param>
    /// <param name="timeout">How long they may take to say who they are.</param>
    /// <param name="time">The clock and the timers.</param>
    /// <exception cref="ArgumentException">The heartbeat is too long.</exception>
    public static IdentityReader CreateReader(CanAddress address, ReadOnlyMemory<byte> heartbeat, TimeSpan timeout, TimeProvider time)
    {
        Option.Require(heartbeat.Length <= GatewayPackets.MaxLength, "Heartbeat", $"{heartbeat.Length} bytes long", $"up to {GatewayPackets.MaxLength} bytes");
        var source = address.Option(Identity) is { } choice ? Enum.Parse<IdentitySource>(choice, ignoreCase: true) : IdentitySource.Auto;
        int? length = address.Option(Length) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;
        return new(source, length, heartbeat, timeout, time);
    }

    /// <summary>Who is waited for; null for whoever comes first.</summary>
    public static string? IdentityOf(CanAddress address) => address.Bus.Length == 0 ? null : Uri.UnescapeDataString(address.Bus);

    /// <summary>Whether a gateway can be called that: text, or the bytes of its registration packet in hex, with hyphens between them.</summary>
    public override bool IsBus(string bus) =>
        Uri.UnescapeDataString(bus) is { Length: > 0 and < 3 * GatewayPackets.MaxLength } identity && !identity.Any(char.IsControl);

    /// <inheritdoc/>
    public override string? Objection(CanAddress address) => !IPAddress.TryParse(address.Host, out _)
        ? $"'{VisibleText.Shorten(address.Host)}' is not an IP address of this computer"
        : address.Option(Identity) == "mac" && address.Option(Length) is not (null or "6") ? "a MAC address has 6 bytes"
        : null;

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => new OneGatewayConnector(address, settings, context);
}
