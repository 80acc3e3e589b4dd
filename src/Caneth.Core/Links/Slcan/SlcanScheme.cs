using System.Globalization;
using Caneth.Links.Serial;
using Caneth.Links.Streams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Slcan;

/// <summary><c>slcan://</c>: an adapter that speaks SLCAN (LAWICEL), at a serial port of this computer, or one that is offered by TCP.</summary>
internal sealed class SlcanScheme : LinkScheme
{
    private const string Baud = "baud";
    private const string BitRate = "bitrate";
    private const string DataBitRate = "data-bitrate";
    private const string ListenOnly = "listen-only";
    private const string Time = "time";
    private const string Window = "window";
    private const int MaxWindow = 64;
    private const int DefaultBaud = 115_200;
    private const int MaxBaud = 12_000_000;

    // An adapter that starts when its port is opened, as many with an Arduino do, is there after some 2 s.
    private const int TriesOfSerial = 8;

    /// <inheritdoc/>
    public override string Name => "slcan";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Aliases => ["slcan+tcp"];

    /// <inheritdoc/>
    public override string Description => "An adapter that speaks SLCAN (LAWICEL, CANable and others), at a serial port, at one offered by TCP (ser2net), or itself in the network.";

    /// <inheritdoc/>
    public override string Form => "slcan://host:port, slcan:///dev/ttyUSB0 or slcan://COM3";

    /// <inheritdoc/>
    public override string Example => "slcan:///dev/ttyUSB0?bitrate=500000";

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = SlcanWire.CapabilitiesOf(new());

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.Number(Baud, $"The speed of a serial port, in bit/s; {DefaultBaud} by default. Adapters at USB know nothing of it.", 1, MaxBaud),
        LinkOption.OneOf(BitRate, "The bit rate of the bus, in bit/s; without it the adapter's own. Most adapters want it.", Texts(SlcanSettings.BitRates)),
        LinkOption.OneOf(DataBitRate, "The bit rate of the data phase, in bit/s, of adapters with CANable's firmware for CAN FD.", Texts(SlcanSettings.DataBitRates)),
        LinkOption.OneOf(ListenOnly, "Only listens, and does not even acknowledge.", "on", "off"),
        LinkOption.OneOf(Time, "The times of arrival, instead of the adapter's times brought to the time of this computer.", "host"),
        LinkOption.Number(Window, "How many frames may wait for the adapter's answer; 1 by default. More are faster, where the adapter has room for them.", 1, MaxWindow),
    ];

    /// <inheritdoc/>
    public override string Remarks => "The adapter's times are in milliseconds. What it refuses to send is reported with the frame.";

    /// <inheritdoc/>
    public override string NamesNothing => "it names no host and no serial port";

    /// <inheritdoc/>
    public override (string Host, string Bus)? LocalPlace(string place) => SerialPortName.Read(place);

    /// <summary>The serial ports, at any of which an adapter may be.</summary>
    public override IEnumerable<(string Uri, string Description)> FindHere() => SerialPorts.Names().Select(name => ($"{Name}://{name}", "a serial port of this computer"));

    /// <inheritdoc/>
    public override string? Objection(CanAddress address) =>
        address.Option(Baud) is not null && !SerialPortName.IsIn(address) ? "baud is the speed of a serial port, and this is a host" : null;

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => new SlcanConnector(address, new()
    {
        BitRate = Number(address.Option(BitRate)),
        DataBitRate = Number(address.Option(DataBitRate)),
        ListenOnly = address.Option(ListenOnly) == "on",
        Timestamps = address.Option(Time) is null,
        Window = Number(address.Option(Window)) ?? 1,
        Tries = SerialPortName.IsIn(address) ? TriesOfSerial : 1,
    }, context, StreamsTo(address, context));

    private static IStreamConnector StreamsTo(CanAddress address, LinkContext context) => SerialPortName.IsIn(address)
        ? new SerialConnector(SerialPortName.Of(address), Number(address.Option(Baud)) ?? DefaultBaud)
        : new TcpConnector(address, TcpNetwork.Default, context.TimeProvider);

    private static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Texts(int[] numbers) => [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
