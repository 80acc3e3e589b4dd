using Caneth.Links.Streams;

namespace Caneth.Links.Gateway;

/// <summary>The wire of gateways: 13 bytes a frame, and what they say between frames.</summary>
/// <param name="packets">What this gateway sends between frames, as far as it is known.</param>
/// <param name="dialsIn">Whether it connects, instead of being connected to.</param>
internal sealed class GatewayWire(GatewayPackets packets, bool dialsIn = false) : Wire
{
    private const string CheckMode = "Check that whoever dials in is a gateway in TCP-client mode. ";
    private const string CheckPort = "Check that the port is the gateway's data port, in TCP-server mode. ";

    // How "Sorry,Limited" begins: it may come in pieces.
    private static ReadOnlySpan<byte> RefusalBegin => "Sorry"u8;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => FrameCodec.Capabilities;

    /// <summary>The length of every frame.</summary>
    public override int MaxFrameSize => FrameCodec.FrameSize;

    /// <summary>A registration packet may come before the refusal.</summary>
    public override int RefusalWithin => GatewayPackets.MaxLength + FrameCodec.FrameSize;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var end = 0;
        for (var index = 0; index < frames.Length; index++)
        {
            FrameCodec.Encode(frames[index], destination[end..]);
            ends[index] = end += FrameCodec.FrameSize;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new FrameStreamDecoder(context.Device, packets, context.Counters);

    /// <inheritdoc/>
    public override bool IsRefusal(ReadOnlySpan<byte> first) => first.IndexOf(RefusalBegin) >= 0;

    /// <inheritdoc/>
    public override LinkException Refused(string address) => new(LinkError.ClientLimit,
        $"{address} refused this client: it said 'Sorry,Limited', which means that it serves as many clients as it can.",
        "Close another client, or raise the client limit in the gateway's settings.");

    /// <inheritdoc/>
    public override LinkException AlignmentLost(string address, ReadOnlySpan<byte> foreign) => new(LinkError.AlignmentLost,
        $"{address} sent 4 KiB that are not CAN frames: {ForeignData.Excerpt(foreign)}.{(ForeignData.SenderOf(foreign) is { } sender ? $" That is {sender}." : "")}",
        (dialsIn ? CheckMode : CheckPort) + "Where the gateway sends registration packets or heartbeats, "
        + "say which (RegistrationPacket, Heartbeat).");

    /// <inheritdoc/>
    public override string WhatToCheck(ReadOnlySpan<byte> foreign)
    {
        var question = dialsIn ? "Is this a gateway in TCP-client mode, with 13 bytes a frame?" : "Is this the data port of the gateway, in TCP-server mode?";
        return ForeignData.SenderOf(foreign) is { } sender ? $"That is {sender}. {question}" : question;
    }
}
