using System.Buffers.Binary;
using Caneth.Links.Datagrams;
using Caneth.Links.Streams;

namespace Caneth.Links.Cannelloni;

/// <summary>
/// cannelloni by UDP: a packet has a version (2), an operation (0 for data), a number that begins anew after 255, a count of frames, big-endian,
/// and the frames.
/// </summary>
/// <remarks>Source: mguentner/cannelloni, doc/udp_format.md at a7776f8.</remarks>
/// <param name="wantsErrorFrames">Whether error frames are received like others.</param>
internal sealed class CannelloniPacketWire(bool wantsErrorFrames = false) : PacketWire
{
    private const byte Version = 2;
    private const byte DataOperation = 0;
    private const int NumberOffset = 2;
    private const int CountOffset = 3;
    private const int HeaderSize = 5;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => CapabilitiesOfWire;

    /// <summary>What the wire carries.</summary>
    public static LinkCapabilities CapabilitiesOfWire { get; } =
        CannelloniFrame.CapabilitiesOf(LinkConfirmation.None, MaxPacketSize - HeaderSize);

    /// <inheritdoc/>
    public override int Encode(ReadOnlySpan<CanFrame> frames, Span<byte> packet, long number)
    {
        packet[0] = Version;
        packet[1] = DataOperation;
        packet[NumberOffset] = (byte)number;
        BinaryPrimitives.WriteUInt16BigEndian(packet[CountOffset..], (ushort)frames.Length);
        var size = HeaderSize;
        foreach (ref readonly var frame in frames)
        {
            size += CannelloniFrame.Write(frame, packet[size..]);
        }

        return size;
    }

    /// <inheritdoc/>
    public override PacketDecoder CreateDecoder(LinkContext context) => new Decoder(wantsErrorFrames, context);

    private sealed class Decoder(bool wantsErrorFrames, LinkContext context) : PacketDecoder
    {
        // Beyond half of the numbers a packet is not ahead but late.
        private const int Half = 128;

        private readonly BusErrorReport errors = new(wantsErrorFrames, context);
        private readonly byte[] previous = new byte[2 * MaxPacketSize];
        private int previousLength;
        private int left;
        private byte expected;
        private byte last;
        private bool hasBegun;

        public override PacketVerdict Begin(ReadOnlySpan<byte> packet, out int place, out int lost)
        {
            (place, lost) = (HeaderSize, 0);
            if (packet.Length < HeaderSize || packet[0] != Version || packet[1] != DataOperation)
            {
                return PacketVerdict.Foreign;
            }

            if (hasBegun && packet[NumberOffset] == last && packet.SequenceEqual(previous.AsSpan(0, previousLength)))
            {
                return PacketVerdict.Double;
            }

            lost = CountLost(packet[NumberOffset]);
            left = BinaryPrimitives.ReadUInt16BigEndian(packet[CountOffset..]);
            previousLength = packet.Length <= previous.Length ? packet.Length : 0;
            packet[..previousLength].CopyTo(previous);
            return PacketVerdict.Take;
        }

        public override int Read(ReadOnlySpan<byte> packet, ref int place, Timestamp received, Span<CanFrame> frames, out bool isDamaged)
        {
            var count = 0;
            isDamaged = false;
            while (left > 0 && count < frames.Length && !isDamaged)
            {
                ref var frame = ref frames[count];
                isDamaged = CannelloniFrame.Read(packet[place..], received, context.Device, ref frame, out var length) != MessageKind.Frame;
                if (!isDamaged)
                {
                    left--;
                    place += length;
                    count += !frame.Error || errors.Note(frame.Id) ? 1 : 0;
                }
            }

            isDamaged |= left == 0 && place < packet.Length || left > 0 && place == packet.Length;
            return count;
        }

        /// <summary>How many packets are missing before one. Packets that come late are not, and where they go on in order the sender began anew.</summary>
        private int CountLost(byte number)
        {
            var ahead = hasBegun ? (byte)(number - expected) : 0;
            var goesOn = number == (byte)(last + 1);
            last = number;
            if (hasBegun && ahead >= Half && !goesOn)
            {
                return 0;
            }

            hasBegun = true;
            expected = (byte)(number + 1);
            return ahead < Half ? ahead : 0;
        }
    }
}
