using Caneth.Links.Streams;

namespace Caneth.Links.Slcan;

/// <summary>
/// The wire of SLCAN, ASCII in lines: <c>tIIIL..</c> and <c>TIIIIIIIIL..</c> for data frames, <c>r</c> and <c>R</c> for remote frames, <c>d</c> and
/// <c>D</c> for CAN FD frames, <c>b</c> and <c>B</c> for those with a switch of the bit rate.
/// </summary>
/// <remarks>
/// Source: LAWICEL's manual of CAN232 and CANUSB; can-utils' slcanpty.c and the kernel's slcan; CANable's firmware for CAN FD. Some adapters
/// hear but the first command of what comes together: hence one command, and then its answer.
/// </remarks>
/// <param name="settings">How the adapter is set up.</param>
/// <param name="answers">Takes its answers in; null where frames are not received with this wire.</param>
/// <param name="silent">Hears of an adapter that answers to no command, with its address.</param>
internal sealed class SlcanWire(SlcanSettings settings, SlcanAnswers? answers = null, Action<string>? silent = null) : Wire
{
    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(settings);

    /// <inheritdoc/>
    public override int MaxFrameSize => (settings.DataBitRate is null ? SlcanFrame.MaxClassicLength : SlcanFrame.MaxLength) + 1;

    /// <summary>Closes the bus.</summary>
    public override ReadOnlySpan<byte> Farewell => "C\r"u8;

    /// <summary>What the wire carries.</summary>
    public static LinkCapabilities CapabilitiesOf(SlcanSettings settings) => new()
    {
        Carrier = "SLCAN",
        Fd = settings.DataBitRate is not null,
        Receives = FrameKinds.Data | FrameKinds.Remote | FrameKinds.Fd,
        Confirmation = LinkConfirmation.Device,
        IsExclusive = true,
        Time = settings.Timestamps ? LinkTime.Device : LinkTime.Host,
        MaxFramesPerWrite = settings.Window,
    };

    /// <inheritdoc/>
    public override async Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken)
    {
        if (!await SlcanSetup.OpenAsync(dialogue, settings, cancellationToken).ConfigureAwait(false))
        {
            silent?.Invoke(dialogue.Address);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var rest = destination;
        for (var index = 0; index < frames.Length; index++)
        {
            SlcanFrame.Write(frames[index], ref rest);
            AsciiHex.Write("\r"u8, ref rest);
            ends[index] = destination.Length - rest.Length;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new SlcanDecoder(settings.Timestamps, answers, context);
}
