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
internal sealed class SlcanWire(SlcanSettings settings, SlcanAnswers? answers = null) : Wire
{
    // T, an id, a DLC, 8 bytes, CR.
    private const int MaxClassicSize = 1 + 8 + 1 + 2 * CanData.MaxClassicLength + 1;
    private const int MaxFdSize = 1 + 8 + 1 + 2 * CanData.MaxLength + 1;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(settings);

    /// <inheritdoc/>
    public override int MaxFrameSize => settings.DataBitRate is null ? MaxClassicSize : MaxFdSize;

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
    public override Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken) =>
        SlcanSetup.OpenAsync(dialogue, settings, cancellationToken);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var rest = destination;
        for (var index = 0; index < frames.Length; index++)
        {
            Encode(frames[index], ref rest);
            ends[index] = destination.Length - rest.Length;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new SlcanDecoder(settings.Timestamps, answers, context);

    private static void Encode(in CanFrame frame, ref Span<byte> rest)
    {
        var letter = frame.Remote ? (byte)'r' : !frame.Fd ? (byte)'t' : frame.BitRateSwitch ? (byte)'b' : (byte)'d';
        rest[0] = frame.Extended ? (byte)char.ToUpperInvariant((char)letter) : letter;
        rest = rest[1..];
        AsciiHex.Write(frame.Id, frame.Extended ? 8 : 3, ref rest);
        AsciiHex.Write((uint)frame.Dlc, 1, ref rest);
        var data = frame.Data;
        for (var index = 0; index < data.Count; index++)
        {
            AsciiHex.Write(data[index], 2, ref rest);
        }

        AsciiHex.Write("\r"u8, ref rest);
    }
}
