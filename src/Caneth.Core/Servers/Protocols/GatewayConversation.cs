using Caneth.Links;
using Caneth.Links.Gateway;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>As a gateway speaks with its clients: 13 bytes a frame from the first byte on, and nothing else.</summary>
internal sealed class GatewayConversation : Conversation
{
    public GatewayConversation() => IsListening = true;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => FrameCodec.Capabilities;

    /// <inheritdoc/>
    public override int MaxFrameSize => FrameCodec.FrameSize;

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length)
    {
        length = FrameCodec.FrameSize;
        return bytes.Length < length ? MessageKind.Incomplete
            : FrameCodec.TryDecode(bytes, out frame) ? MessageKind.Frame
            : MessageKind.InvalidFrame;
    }

    /// <inheritdoc/>
    public override int Write(in CanFrame frame, Span<byte> destination)
    {
        FrameCodec.Encode(frame, destination);
        return FrameCodec.FrameSize;
    }
}
