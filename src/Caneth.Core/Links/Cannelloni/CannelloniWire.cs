using Caneth.Links.Streams;

namespace Caneth.Links.Cannelloni;

/// <summary>cannelloni over TCP: both sides say <c>CANNELLONIv1</c>, and then frames follow each other with nothing between them.</summary>
/// <remarks>
/// Source: mguentner/cannelloni, doc/tcp_protocol.md at a7776f8. Nothing shows where a frame begins: after one that cannot be, only a new
/// connection helps.
/// </remarks>
/// <param name="wantsErrorFrames">Whether error frames are received like others.</param>
internal sealed class CannelloniWire(bool wantsErrorFrames = false) : Wire
{
    // The payload of a TCP segment on Ethernet, where the header has time stamps.
    private const int SegmentSize = 1448;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CannelloniFrame.CapabilitiesOf(LinkConfirmation.PeerStack, SegmentSize);

    /// <inheritdoc/>
    public override int MaxFrameSize => CannelloniFrame.MaxSize;

    /// <inheritdoc/>
    public override async Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken)
    {
        await dialogue.SayAsync(CannelloniFrame.Greeting.ToArray(), cancellationToken).ConfigureAwait(false);
        var heard = await dialogue.HearAsync(LengthOf, cancellationToken).ConfigureAwait(false);
        if (!CannelloniFrame.Greeting.SequenceEqual(heard))
        {
            throw StreamMessages.NotUnderstood(dialogue.Address, Capabilities.Carrier, "'CANNELLONIv1'", heard);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var end = 0;
        for (var index = 0; index < frames.Length; index++)
        {
            end += CannelloniFrame.Write(frames[index], destination[end..]);
            ends[index] = end;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new Decoder(wantsErrorFrames, context);

    /// <summary>The greeting; what is none is a message too, and not understood.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var known = Math.Min(bytes.Length, CannelloniFrame.Greeting.Length);
        return !bytes[..known].SequenceEqual(CannelloniFrame.Greeting[..known]) ? bytes.Length : known == CannelloniFrame.Greeting.Length ? known : 0;
    }

    private sealed class Decoder(bool wantsErrorFrames, LinkContext context) : MessageDecoder(context)
    {
        private readonly BusErrorReport errors = new(wantsErrorFrames, context);

        protected override MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length)
        {
            var kind = CannelloniFrame.Read(rest, received, Context.Device, ref frame, out length);
            return kind == MessageKind.Frame && frame.Error && !errors.Note(frame.Id) ? MessageKind.Other : kind;
        }
    }
}
