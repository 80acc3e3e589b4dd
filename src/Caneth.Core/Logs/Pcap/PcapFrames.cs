using System.Buffers.Binary;
using System.Globalization;

namespace Caneth.Logs.Pcap;

/// <summary>Makes frames of packets: of those of SocketCAN, and of those of <c>tcpdump -i any</c> that hold one.</summary>
/// <remarks>Source: www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and LINKTYPE_LINUX_SLL2.html.</remarks>
/// <param name="losses">Counts what packets say and frames cannot.</param>
internal sealed class PcapFrames(LossCounter losses)
{
    private const ushort CanProtocol = 0x000C;
    private const ushort CanXlProtocol = 0x000E;
    private const int OutgoingType = 4;

    private const int CookedHeaderLength = 16;
    private const int CookedProtocolOffset = 14;
    private const int Cooked2HeaderLength = 20;
    private const int Cooked2InterfaceOffset = 4;
    private const int Cooked2TypeOffset = 10;

    // The interfaces of a computer; a damaged file could hold any number.
    private const int MostNumbers = 256;

    private static readonly ByteOrder BigEndian = new(isBigEndian: true);

    private readonly Dictionary<uint, string> numbers = [];

    /// <summary>Reads a packet.</summary>
    /// <returns>What it is.</returns>
    public EntryResult Read(in CapturedPacket packet, out CanFrame frame)
    {
        switch (packet.Interface.LinkType)
        {
            case PcapLayout.SocketCan:
                var origin = new FrameOrigin(packet.Timestamp, packet.Interface.Channel, packet.IsSent ? FrameFlags.Transmitted : FrameFlags.None);
                return SocketCanPacket.Read(packet.Bytes, packet.Length, BigEndian, origin, losses, out frame);
            case PcapLayout.LinuxCooked:
                return ReadCooked(packet, out frame);
            case PcapLayout.LinuxCooked2:
                return ReadCooked2(packet, out frame);
            default:
                losses.Add(packet.Interface.LeftOut);
                frame = default;
                return EntryResult.Nothing;
        }
    }

    private EntryResult ReadCooked(in CapturedPacket packet, out CanFrame frame)
    {
        var bytes = packet.Bytes;
        return bytes.Length < CookedHeaderLength
            ? TooShort(bytes, out frame)
            : ReadOfProtocol(packet, BinaryPrimitives.ReadUInt16BigEndian(bytes[CookedProtocolOffset..]), CookedHeaderLength,
                BinaryPrimitives.ReadUInt16BigEndian(bytes) == OutgoingType, packet.Interface.Channel, out frame);
    }

    private EntryResult ReadCooked2(in CapturedPacket packet, out CanFrame frame)
    {
        var bytes = packet.Bytes;
        return bytes.Length < Cooked2HeaderLength
            ? TooShort(bytes, out frame)
            : ReadOfProtocol(packet, BinaryPrimitives.ReadUInt16BigEndian(bytes), Cooked2HeaderLength, bytes[Cooked2TypeOffset] == OutgoingType,
                NumberText(BinaryPrimitives.ReadUInt32BigEndian(bytes[Cooked2InterfaceOffset..])), out frame);
    }

    private static EntryResult TooShort(ReadOnlySpan<byte> bytes, out CanFrame frame)
    {
        frame = default;
        return EntryResult.Malformed($"a packet of {bytes.Length} bytes is too short for what every interface of Linux is recorded with");
    }

    // Here the id is as the computer which recorded had it in its memory.
    private EntryResult ReadOfProtocol(in CapturedPacket packet, ushort protocol, int headerLength, bool isSent, string? channel, out CanFrame frame)
    {
        if (protocol is < CanProtocol or > CanXlProtocol)
        {
            losses.Add("packets of other protocols than CAN, left out");
            frame = default;
            return EntryResult.Nothing;
        }

        var origin = new FrameOrigin(packet.Timestamp, channel, isSent || packet.IsSent ? FrameFlags.Transmitted : FrameFlags.None);
        var length = packet.Length > headerLength ? packet.Length - (uint)headerLength : 0;
        return SocketCanPacket.Read(packet.Bytes[headerLength..], length, packet.Interface.Order, origin, losses, out frame);
    }

    private string NumberText(uint number)
    {
        if (!numbers.TryGetValue(number, out var text))
        {
            text = number.ToString(CultureInfo.InvariantCulture);
            if (numbers.Count < MostNumbers)
            {
                numbers[number] = text;
            }
        }

        return text;
    }
}
