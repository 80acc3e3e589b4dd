using System.Globalization;
using Caneth.Links.Tcp;

namespace Caneth.Links.Gvret;

/// <summary><c>gvret://</c>: an adapter that speaks GVRET, such as ESP32RET.</summary>
internal sealed class GvretScheme : LinkScheme
{
    private const string BitRate = "bitrate";
    private const string ListenOnly = "listen-only";
    private const string Time = "time";
    private const int MaxBitRate = 1_000_000;
    private const int MaxBus = 15;
    private const int MaxSettableBus = 1;

    /// <inheritdoc/>
    public override string Name => "gvret";

    /// <inheritdoc/>
    public override string Description => "An adapter that speaks GVRET (ESP32RET, M2RET and others), as for SavvyCAN.";

    /// <inheritdoc/>
    public override string Form => "gvret://host[:23][/bus]";

    /// <inheritdoc/>
    public override string Example => "gvret://192.168.0.30/0?bitrate=500000";

    /// <summary>The port of ESP32RET, that of Telnet.</summary>
    public override int? DefaultPort => 23;

    /// <inheritdoc/>
    public override bool HasBus => true;

    /// <inheritdoc/>
    public override string DefaultBus => "0";

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = GvretWire.CapabilitiesOf(new());

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.Number(BitRate, "The bit rate of the bus, in bit/s; without it the adapter's own.", 1, MaxBitRate),
        LinkOption.OneOf(ListenOnly, "With bitrate: only listens, and does not even acknowledge.", "on", "off"),
        LinkOption.OneOf(Time, "The times of arrival, instead of the adapter's times brought to the time of this computer.", "host"),
    ];

    /// <inheritdoc/>
    public override string Remarks => "The protocol has no remote and no error frames. The buses of an adapter have numbers from 0 on; most adapters have room for one client.";

    /// <inheritdoc/>
    public override bool IsBus(string bus) => int.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxBus;

    /// <inheritdoc/>
    public override string? Objection(CanAddress address) => address.Option(BitRate) is null
        ? address.Option(ListenOnly) is null ? null : "listen-only is set together with the bit rate, which is missing"
        : int.Parse(address.Bus, CultureInfo.InvariantCulture) > MaxSettableBus ? $"the bit rate can be set of the buses 0 to {MaxSettableBus}"
        : null;

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => new WireConnector(address, new GvretWire(new()
    {
        Bus = int.Parse(address.Bus, CultureInfo.InvariantCulture),
        BitRate = address.Option(BitRate) is { } rate ? int.Parse(rate, CultureInfo.InvariantCulture) : null,
        ListenOnly = address.Option(ListenOnly) == "on",
        Timestamps = address.Option(Time) is null,
    }), context);
}
