using Caneth.Links;
using Caneth.Links.Cannelloni;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>As cannelloni speaks over TCP: both sides say <c>CANNELLONIv1</c>, and then frames follow each other.</summary>
internal sealed class CannelloniConversation : Conversation
{
    private static readonly LinkCapabilities Carried = CannelloniFrame.CapabilitiesOf(LinkConfirmation.PeerStack, CannelloniFrame.MaxSize);

    public CannelloniConversation() => Say(CannelloniFrame.Greeting);

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => Carried;

    /// <inheritdoc/>
    public override int MaxFrameSize => CannelloniFrame.MaxSize;

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length) =>
        IsListening ? CannelloniFrame.Read(bytes, default, null, ref frame, out length) : HearGreeting(bytes, out length);

    /// <inheritdoc/>
    public override int Write(in CanFrame frame, Span<byte> destination) => CannelloniFrame.Write(frame, destination);

    private MessageKind HearGreeting(ReadOnlySpan<byte> bytes, out int length)
    {
        var greeting = CannelloniFrame.Greeting;
        length = Math.Min(bytes.Length, greeting.Length);
        if (!bytes[..length].SequenceEqual(greeting[..length]))
        {
            length = bytes.Length;
            return MessageKind.Lost;
        }

        IsListening = length == greeting.Length;
        return IsListening ? MessageKind.Other : MessageKind.Incomplete;
    }
}
