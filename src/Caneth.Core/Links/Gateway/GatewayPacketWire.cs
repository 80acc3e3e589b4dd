using Caneth.Links.Datagrams;

namespace Caneth.Links.Gateway;

/// <summary>The wire of gateways by UDP: a datagram is some whole frames of 13 bytes, one after another.</summary>
/// <remarks>
/// GCAN's gateways set bit 5 of a frame's first byte on UDP (maker's manual); it is taken off here, and nowhere else. A registration packet may come in
/// front of the frames (USR, EBYTE: before every packet).
/// </remarks>
internal sealed class GatewayPacketWire : PacketWire
{
    private const int Size = FrameCodec.FrameSize;
    private const byte UdpBit = 0x20;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => CapabilitiesOfWire;

    /// <summary>What the wire carries: as over TCP, but nobody confirms or refuses anything.</summary>
    public static LinkCapabilities CapabilitiesOfWire { get; } = new()
    {
        Carrier = FrameCodec.Capabilities.Carrier,
        Receives = FrameCodec.Capabilities.Receives,
        IsExclusive = true,
        MaxFramesPerWrite = FrameCodec.Capabilities.MaxFramesPerWrite,
    };

    /// <inheritdoc/>
    public override int Encode(ReadOnlySpan<CanFrame> frames, Span<byte> packet, long number)
    {
        for (var index = 0; index < frames.Length; index++)
        {
            FrameCodec.Encode(frames[index], packet[(index * Size)..]);
        }

        return frames.Length * Size;
    }

    /// <inheritdoc/>
    public override PacketDecoder CreateDecoder(LinkContext context) => new Decoder(context);

    private sealed class Decoder(LinkContext context) : PacketDecoder
    {
        private readonly byte[] plain = new byte[Size];
        private bool hasRegistration;

        /// <inheritdoc/>
        public override bool HasRegistration => hasRegistration;

        /// <summary>A datagram that is not some whole frames, perhaps after a registration packet, is none of a gateway.</summary>
        public override PacketVerdict Begin(ReadOnlySpan<byte> packet, out int place, out int lost)
        {
            (place, lost) = (LengthOfRegistration(packet), 0);
            hasRegistration = place > 0;
            if (hasRegistration)
            {
                context.Count(LinkCounter.RegistrationPackets, 1);
                context.Count(LinkCounter.RegistrationBytes, place);
            }

            return (packet.Length - place) % Size == 0 ? PacketVerdict.Take : PacketVerdict.Foreign;
        }

        public override int Read(ReadOnlySpan<byte> packet, ref int place, Timestamp received, Span<CanFrame> frames, out bool isDamaged)
        {
            var count = 0;
            isDamaged = false;
            while (!isDamaged && count < frames.Length && place < packet.Length)
            {
                var run = FrameCodec.DecodeRun(packet[place..], received, context.Device, frames[count..]);
                isDamaged = run == 0 && !TryReadOdd(packet.Slice(place, Size), received, frames.Slice(count, 1));
                run = run == 0 && !isDamaged ? 1 : run;
                count += run;
                place += run * Size;
            }

            return count;
        }

        /// <returns>How many bytes come before frames; 0 where the datagram begins with a frame, or no frames follow.</returns>
        private static int LengthOfRegistration(ReadOnlySpan<byte> packet)
        {
            if (packet.Length % Size == 0 && (packet.IsEmpty || IsFrame(packet)))
            {
                return 0;
            }

            var most = Math.Min(GatewayPackets.MaxLength, packet.Length - Size);
            for (var length = packet.Length % Size; length <= most; length += Size)
            {
                if (GatewayPackets.IsDistinctive(packet[..length]) && AreFrames(packet[length..]))
                {
                    return length;
                }
            }

            return 0;
        }

        private static bool AreFrames(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty && IsFrame(bytes))
            {
                bytes = bytes[Size..];
            }

            return bytes.IsEmpty;
        }

        private static bool IsFrame(ReadOnlySpan<byte> bytes) => FrameCodec.IsPlausibleButForReservedBits(bytes) || FrameCodec.HasLongDlc(bytes);

        /// <summary>Reads a frame with GCAN's mark, or with a DLC of 9 to 15: where frames begin is certain here.</summary>
        private bool TryReadOdd(ReadOnlySpan<byte> bytes, Timestamp received, Span<CanFrame> frame)
        {
            bytes.CopyTo(plain);
            plain[0] &= unchecked((byte)~UdpBit);
            if (!FrameCodec.HasLongDlc(plain))
            {
                return FrameCodec.DecodeRun(plain, received, context.Device, frame) == 1;
            }

            frame[0] = FrameCodec.DecodeLongDlc(plain, received, context.Device);
            context.Count(LinkCounter.LongDlcFrames, 1);
            return true;
        }
    }
}
