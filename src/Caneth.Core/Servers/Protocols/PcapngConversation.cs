using Caneth.Links;
using Caneth.Links.Streams;
using Caneth.Logs;
using Caneth.Logs.Pcap;
using Caneth.Logs.Text;

namespace Caneth.Servers;

/// <summary>As a capture that never ends: what Wireshark reads at <c>TCP@host:port</c>, or from a pipe. Whoever reads it says nothing.</summary>
internal sealed class PcapngConversation : Conversation
{
    // The header of a section, and an interface with the longest name.
    private const int LongestGreeting = 1024;

    private static readonly LinkCapabilities Carried = new() { Carrier = "a capture", Fd = true, ErrorFrames = true, RawDlc = true };

    // Only error frames whose data is not 8 bytes long, as SocketCAN has them all.
    private readonly LossCounter losses = new();

    /// <param name="device">The device, which is the interface of the capture.</param>
    public PcapngConversation(string device)
    {
        Span<byte> greeting = stackalloc byte[LongestGreeting];
        var length = PcapngBlocks.WriteSection(greeting);
        length += PcapngBlocks.WriteInterface(greeting[length..], ChannelNameEncoder.Encode(device, device).Utf8);
        Say(greeting[..length]);
        IsListening = true;
    }

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => Carried;

    /// <inheritdoc/>
    public override int MaxFrameSize => PcapngBlocks.LongestPacket;

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length)
    {
        length = bytes.Length;
        return MessageKind.Garbage;
    }

    /// <inheritdoc/>
    public override int Write(in CanFrame frame, Span<byte> destination) =>
        PcapngBlocks.WritePacket(destination, number: 0, PcapngBlocks.TimeOf(frame.Timestamp) ?? 0, frame, losses);
}
