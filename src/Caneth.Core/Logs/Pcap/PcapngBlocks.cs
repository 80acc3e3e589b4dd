using System.Buffers.Binary;
using System.Text;

namespace Caneth.Logs.Pcap;

/// <summary>Writes the blocks of pcapng, the lowest byte of a number first.</summary>
internal static class PcapngBlocks
{
    /// <summary>The most bytes that a frame takes.</summary>
    public const int LongestPacket = PcapLayout.ShortestBlock + PcapLayout.PacketHeaderLength + SocketCanPacket.MaxLength + FlagsOptionLength;

    private const int FlagsOptionLength = PcapLayout.OptionHeaderLength + sizeof(uint) + PcapLayout.OptionHeaderLength;

    private static ReadOnlySpan<byte> Application => "Caneth"u8;

    /// <summary>Writes the header of a section of unknown length.</summary>
    /// <returns>How many bytes it has.</returns>
    public static int WriteSection(Span<byte> destination)
    {
        const ushort Version = 1;
        var body = destination[PcapLayout.BlockHeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, PcapLayout.ByteOrderMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], -1);
        var length = PcapLayout.SectionBodyLength;
        length += WriteOption(body[length..], PcapLayout.UserApplication, Application);
        length += WriteOption(body[length..], PcapLayout.EndOfOptions, []);
        return Frame(destination, PcapLayout.SectionHeader, length);
    }

    /// <summary>Writes the description of an interface of CAN frames with times in nanoseconds.</summary>
    /// <param name="destination">Room for it.</param>
    /// <param name="name">Its name; empty for none.</param>
    /// <returns>How many bytes it has.</returns>
    public static int WriteInterface(Span<byte> destination, ReadOnlySpan<byte> name)
    {
        var body = destination[PcapLayout.BlockHeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, PcapLayout.SocketCan);

        // Packets are as long as they are.
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], 0);
        var length = PcapLayout.InterfaceHeaderLength;
        length += name.IsEmpty ? 0 : WriteOption(body[length..], PcapLayout.InterfaceName, name);
        length += WriteOption(body[length..], PcapLayout.TimeResolution, [PcapLayout.Nanoseconds]);
        length += WriteOption(body[length..], PcapLayout.EndOfOptions, []);
        return Frame(destination, PcapLayout.InterfaceDescription, length);
    }

    /// <summary>A time as packets have it.</summary>
    /// <returns>The nanoseconds since 1970; null for a time before.</returns>
    public static ulong? TimeOf(Timestamp timestamp) => timestamp.Nanoseconds >= 0 ? (ulong)timestamp.Nanoseconds : null;

    /// <summary>Writes a frame as a packet.</summary>
    /// <param name="destination">Room for it.</param>
    /// <param name="number">The number of its interface.</param>
    /// <param name="time">Its time, in nanoseconds since 1970.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="losses">Counts what it cannot say.</param>
    /// <param name="comment">What is to be said of it, in ASCII; null for nothing.</param>
    /// <returns>How many bytes it has.</returns>
    public static int WritePacket(Span<byte> destination, uint number, ulong time, in CanFrame frame, LossCounter losses, string? comment = null)
    {
        var captured = SocketCanPacket.LengthOf(frame);
        var padded = PcapLayout.Padded(captured);
        var body = destination[PcapLayout.BlockHeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, number);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], (uint)(time >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], (uint)time);
        BinaryPrimitives.WriteInt32LittleEndian(body[12..], captured);
        BinaryPrimitives.WriteInt32LittleEndian(body[16..], captured);
        var packet = body.Slice(PcapLayout.PacketHeaderLength, padded + FlagsOptionLength);
        SocketCanPacket.Write(frame, packet, losses);
        packet[captured..padded].Clear();
        var length = PcapLayout.PacketHeaderLength + padded;
        if (comment is not null)
        {
            length += WriteOption(body[length..], PcapLayout.Comment, Encoding.ASCII.GetBytes(comment));
        }

        if (frame.Transmitted)
        {
            length += WriteOption(body[length..], PcapLayout.PacketFlags, [(byte)PcapLayout.Outbound, 0, 0, 0]);
        }

        if (comment is not null || frame.Transmitted)
        {
            length += WriteOption(body[length..], PcapLayout.EndOfOptions, []);
        }

        return Frame(destination, PcapLayout.EnhancedPacket, length);
    }

    private static int WriteOption(Span<byte> destination, ushort code, ReadOnlySpan<byte> value)
    {
        var padded = PcapLayout.Padded(value.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination, code);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], (ushort)value.Length);
        value.CopyTo(destination[PcapLayout.OptionHeaderLength..]);
        destination.Slice(PcapLayout.OptionHeaderLength + value.Length, padded - value.Length).Clear();
        return PcapLayout.OptionHeaderLength + padded;
    }

    private static int Frame(Span<byte> destination, uint type, int bodyLength)
    {
        var length = PcapLayout.ShortestBlock + bodyLength;
        BinaryPrimitives.WriteUInt32LittleEndian(destination, type);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], length);
        BinaryPrimitives.WriteInt32LittleEndian(destination[(length - PcapLayout.BlockTrailerLength)..], length);
        return length;
    }
}
