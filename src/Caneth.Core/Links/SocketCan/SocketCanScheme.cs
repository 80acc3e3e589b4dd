namespace Caneth.Links.SocketCan;

/// <summary><c>socketcan://</c>: a CAN interface of this computer, by the kernel of Linux.</summary>
internal sealed class SocketCanScheme : LinkScheme
{
    private const string Errors = "errors";
    private const string Fd = "fd";
    private const string Own = "own";
    private const string Time = "time";

    // IFNAMSIZ of linux/if.h, less the zero at its end.
    private const int MaxNameLength = 15;

    /// <inheritdoc/>
    public override string Name => "socketcan";

    /// <inheritdoc/>
    public override string Description => "A CAN interface of this computer, by SocketCAN of the Linux kernel.";

    /// <inheritdoc/>
    public override string Form => "socketcan://interface";

    /// <inheritdoc/>
    public override string Example => "socketcan://can0?fd=on";

    /// <summary>There are none.</summary>
    public override int? DefaultPort => 0;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(new());

    /// <inheritdoc/>
    public override IReadOnlyList<LinkOption> Options { get; } =
    [
        LinkOption.OneOf(Errors, "Receives error frames like others; without it they are counted and reported.", "on", "off"),
        LinkOption.OneOf(Fd, "Sends CAN FD frames; they are received in any case.", "on", "off"),
        LinkOption.OneOf(Own, "off: does not ask for the frames that the controller has sent, so that nothing is confirmed.", "on", "off"),
        LinkOption.OneOf(Time, "The times of arrival, instead of the kernel's times.", "host"),
    ];

    /// <inheritdoc/>
    public override string Remarks =>
        "Linux only. The interface must be up (ip link set can0 up type can bitrate 500000); its bit rate is set there, and not here.";

    /// <inheritdoc/>
    public override string NamesNothing => "it names no interface";

    /// <inheritdoc/>
    public override string? WhyNoOption(string key) =>
        key == "bitrate" ? "the bit rate is set where the interface is brought up (sudo ip link set can0 up type can bitrate 500000)" : null;

    /// <summary>The interfaces of CAN buses.</summary>
    public override IEnumerable<(string Uri, string Description)> FindHere() =>
        CanInterface.Names().Select(name => ($"{Name}://{name}", $"a CAN interface of this computer{(CanInterface.IsUp(name) == false ? ", which is down" : "")}"));

    /// <inheritdoc/>
    public override string? Objection(CanAddress address) =>
        address.Port != 0 ? "an interface has no port"
        : address.Host.Length > MaxNameLength || !IsBus(address.Host) || !address.Host.Any(char.IsAsciiLetter)
            ? $"'{VisibleText.Shorten(address.Host)}' is not the name of an interface"
        : null;

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => new SocketCanConnector(address, new()
    {
        Fd = address.Option(Fd) == "on",
        ErrorFrames = address.Option(Errors) == "on",
        OwnFrames = address.Option(Own) != "off",
        KernelTimes = address.Option(Time) is null,
    }, context);

    /// <summary>What its links carry.</summary>
    internal static LinkCapabilities CapabilitiesOf(SocketCanSettings settings) => new()
    {
        Carrier = settings.Fd ? "SocketCAN" : "SocketCAN without fd=on",
        Fd = settings.Fd,
        Receives = FrameKinds.Data | FrameKinds.Remote | FrameKinds.RawDlc | FrameKinds.Fd | FrameKinds.Error,
        Confirmation = settings.OwnFrames ? LinkConfirmation.Bus : LinkConfirmation.None,
        Time = settings.KernelTimes ? LinkTime.Kernel : LinkTime.Host,
    };
}
