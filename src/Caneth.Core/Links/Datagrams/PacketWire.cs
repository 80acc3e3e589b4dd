namespace Caneth.Links.Datagrams;

/// <summary>How frames are written into packets. One for all connections of a connector.</summary>
internal abstract class PacketWire
{
    /// <summary>The most bytes of a packet that is sent: what a UDP datagram on Ethernet carries whole, 1,500 less the headers of IP and UDP.</summary>
    public const int MaxPacketSize = 1472;

    /// <summary>What it carries.</summary>
    public abstract LinkCapabilities Capabilities { get; }

    /// <summary>Writes frames as one packet.</summary>
    /// <param name="frames">Frames that it carries, at most as many as go in one write.</param>
    /// <param name="packet">Room for <see cref="MaxPacketSize"/> bytes.</param>
    /// <param name="number">How many packets were sent before.</param>
    /// <returns>How many bytes the packet has.</returns>
    public abstract int Encode(ReadOnlySpan<CanFrame> frames, Span<byte> packet, long number);

    /// <summary>Makes the decoder of one connection.</summary>
    /// <param name="context">The name that the frames carry as their device.</param>
    public abstract PacketDecoder CreateDecoder(LinkContext context);
}
