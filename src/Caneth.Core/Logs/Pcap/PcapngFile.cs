using System.Globalization;
using Caneth.Logs.Text;

namespace Caneth.Logs.Pcap;

/// <summary>A pcapng file: sections, each with its interfaces and their packets, in the order of bytes of the computer that wrote it.</summary>
/// <param name="file">The file.</param>
/// <param name="start">The time of packets that have none, where none before them has one.</param>
/// <param name="losses">Counts what the file says and frames cannot.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal sealed class PcapngFile(BufferedInput file, Timestamp start, LossCounter losses, Action<long, string> report) : CaptureFile(file, report)
{
    // Wireshark takes no longer ones either.
    private const int LargestBlock = 16 * 1024 * 1024;

    // No less than the writer puts into a section.
    private const int MostInterfaces = PcapngWriter.MostInterfaces;

    private readonly List<CaptureInterface> interfaces = [];
    private readonly StringCache names = new();
    private readonly LogTimes times = new(losses);
    private ByteOrder order;
    private Timestamp last = start;
    private bool hasNameless;

    protected override string Unit => "block";

    /// <summary>Whether a file begins as a pcapng does, as far as it goes.</summary>
    public static bool IsOne(BufferedInput file)
    {
        var beginning = file.Peek(PcapLayout.ShortestBlock);
        return beginning.Length >= sizeof(uint) && default(ByteOrder).ReadUInt32(beginning) == PcapLayout.SectionHeader
            && (beginning.Length < PcapLayout.ShortestBlock || TryReadOrder(beginning, out _));
    }

    public override bool TryRead(out CapturedPacket packet)
    {
        while (TryTakeBlock(out var type, out var body))
        {
            switch (type)
            {
                case PcapLayout.SectionHeader:
                    interfaces.Clear();
                    hasNameless = false;
                    break;
                case PcapLayout.InterfaceDescription:
                    AddInterface(body);
                    break;
                case PcapLayout.EnhancedPacket or PcapLayout.Packet:
                    if (TryReadPacket(type, body, out packet))
                    {
                        return true;
                    }

                    break;
                case PcapLayout.SimplePacket:
                    if (TryReadSimplePacket(body, out packet))
                    {
                        return true;
                    }

                    break;
            }
        }

        packet = default;
        return false;
    }

    protected override bool IsPlausible(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PcapLayout.ShortestBlock)
        {
            return false;
        }

        var numbers = order;
        var type = numbers.ReadUInt32(bytes);
        if (!PcapLayout.IsKnownBlock(type) || type == PcapLayout.SectionHeader && !TryReadOrder(bytes, out numbers))
        {
            return false;
        }

        var length = numbers.ReadUInt32(bytes[sizeof(uint)..]);
        return length >= PcapLayout.ShortestBlock && length <= bytes.Length && EndsWithLength(bytes[..(int)length], numbers);
    }

    private static bool TryReadOrder(ReadOnlySpan<byte> section, out ByteOrder order)
    {
        order = new ByteOrder(isBigEndian: true);
        var magic = section[PcapLayout.BlockHeaderLength..];
        if (order.ReadUInt32(magic) == PcapLayout.ByteOrderMagic)
        {
            return true;
        }

        order = new ByteOrder(isBigEndian: false);
        return order.ReadUInt32(magic) == PcapLayout.ByteOrderMagic;
    }

    private static bool EndsWithLength(ReadOnlySpan<byte> block, ByteOrder numbers) =>
        numbers.ReadUInt32(block[^PcapLayout.BlockTrailerLength..]) == block.Length;

    /// <summary>Takes the next whole block.</summary>
    private bool TryTakeBlock(out uint type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        while (true)
        {
            var header = File.Peek(PcapLayout.ShortestBlock);
            if (header.Length < PcapLayout.ShortestBlock)
            {
                return EndInHeader(header);
            }

            var numbers = order;
            type = numbers.ReadUInt32(header);
            var hasOrder = type != PcapLayout.SectionHeader || TryReadOrder(header, out numbers);
            var length = numbers.ReadUInt32(header[sizeof(uint)..]);
            var block = hasOrder && length is >= PcapLayout.ShortestBlock and <= LargestBlock ? File.Peek((int)length) : default;
            if (!block.IsEmpty && block.Length == length && EndsWithLength(block, numbers))
            {
                order = numbers;
                PacketOffset = File.Offset;
                File.Skip(length);
                WholeLength = File.Offset;
                body = block[PcapLayout.BlockHeaderLength..^PcapLayout.BlockTrailerLength];
                return true;
            }

            var goesOn = !hasOrder ? SkipDamage("a section does not say in which order its bytes are")
                : block.IsEmpty ? SkipDamage($"a block cannot have {length} bytes")
                : block.Length < length ? SkipPart(length, block.Length)
                : SkipDamage($"a block of {length} bytes does not end with its length");
            if (!goesOn)
            {
                return false;
            }
        }
    }

    private void AddInterface(ReadOnlySpan<byte> body)
    {
        if (interfaces.Count == MostInterfaces)
        {
            Report(PacketOffset, $"a section has more than {MostInterfaces} interfaces; packets of this one cannot be read");
            return;
        }

        var linkType = body.Length >= PcapLayout.InterfaceHeaderLength ? order.ReadUInt16(body) : -1;
        if (linkType < 0)
        {
            Report(PacketOffset, $"the description of an interface has {body.Length} bytes and is too short; packets of it cannot be read");
        }

        var resolution = PcapLayout.Microseconds;
        var offset = 0L;
        ReadOnlySpan<byte> name = default;
        var options = new PcapngOptions(body[Math.Min(body.Length, PcapLayout.InterfaceHeaderLength)..], order);
        while (options.TryTake(out var code, out var value))
        {
            switch (code)
            {
                case PcapLayout.InterfaceName:
                    name = value.TrimEnd((byte)0);
                    break;
                case PcapLayout.TimeResolution when value.Length >= 1:
                    resolution = value[0];
                    break;
                case PcapLayout.TimeOffset when value.Length >= sizeof(long):
                    offset = (long)order.ReadUInt64(value);
                    break;
            }
        }

        interfaces.Add(new CaptureInterface(linkType, order, ChannelOf(name, linkType), resolution, offset, times));
    }

    /// <summary>The channel of the interface that is added: its name; the first without one has none, and others have their number.</summary>
    private string? ChannelOf(ReadOnlySpan<byte> name, int linkType)
    {
        if (!name.IsEmpty)
        {
            return names.Get(name);
        }

        var isFirst = !hasNameless;
        hasNameless |= linkType == PcapLayout.SocketCan;
        return isFirst ? null : interfaces.Count.ToString(CultureInfo.InvariantCulture);
    }

    private bool TryReadPacket(uint type, ReadOnlySpan<byte> body, out CapturedPacket packet)
    {
        packet = default;
        if (body.Length < PcapLayout.PacketHeaderLength)
        {
            return Refuse($"a packet with a block of {body.Length} bytes is too short");
        }

        // The older block has two numbers of two bytes in the place of one of four: the interface, and how many packets were lost before it.
        var isEnhanced = type == PcapLayout.EnhancedPacket;
        var number = isEnhanced ? order.ReadUInt32(body) : order.ReadUInt16(body);
        if (number >= interfaces.Count)
        {
            return Refuse($"a packet is of the interface {number}, and {interfaces.Count} were described");
        }

        var captured = order.ReadUInt32(body[12..]);
        var data = body[PcapLayout.PacketHeaderLength..];
        if (captured > data.Length)
        {
            return Refuse($"a packet of {captured} bytes is in a block that has room for {data.Length}");
        }

        var (isSent, dropped) = ReadOptions(data[Math.Min(PcapLayout.Padded((int)captured), data.Length)..]);
        CountDropped(isEnhanced ? dropped : DroppedBefore(order.ReadUInt16(body[2..])));
        var source = interfaces[(int)number];
        last = source.TimeOf((ulong)order.ReadUInt32(body[4..]) << 32 | order.ReadUInt32(body[8..]));
        packet = new()
        {
            Interface = source,
            Timestamp = last,
            Bytes = data[..(int)captured],
            Length = order.ReadUInt32(body[16..]),
            IsSent = isSent,
        };
        return true;
    }

    private bool TryReadSimplePacket(ReadOnlySpan<byte> body, out CapturedPacket packet)
    {
        packet = default;
        if (body.Length < PcapLayout.SimplePacketHeaderLength || interfaces.Count == 0)
        {
            return Refuse(interfaces.Count == 0 ? "a packet is of the interface 0, and none was described" : $"a packet with a block of {body.Length} bytes is too short");
        }

        losses.Add("the times of packets that have none, given as that of the packet before");
        var length = order.ReadUInt32(body);
        var data = body[PcapLayout.SimplePacketHeaderLength..];
        packet = new() { Interface = interfaces[0], Timestamp = last, Bytes = data[..(int)Math.Min(length, (uint)data.Length)], Length = length };
        return true;
    }

    private (bool IsSent, ulong Dropped) ReadOptions(ReadOnlySpan<byte> bytes)
    {
        var (isSent, dropped) = (false, 0UL);
        var options = new PcapngOptions(bytes, order);
        while (options.TryTake(out var code, out var value))
        {
            if (code == PcapLayout.PacketFlags && value.Length >= sizeof(uint))
            {
                isSent = (order.ReadUInt32(value) & PcapLayout.DirectionMask) == PcapLayout.Outbound;
            }
            else if (code == PcapLayout.DroppedPackets && value.Length >= sizeof(ulong))
            {
                dropped = order.ReadUInt64(value);
            }
        }

        return (isSent, dropped);
    }

    // In the older block the highest number says that it is not known.
    private static ulong DroppedBefore(ushort count) => count == ushort.MaxValue ? 0UL : count;

    private void CountDropped(ulong count)
    {
        if (count > 0)
        {
            losses.Add("packets that the computer which recorded dropped", (long)Math.Min(count, uint.MaxValue));
        }
    }

    private bool Refuse(string reason)
    {
        Report(PacketOffset, reason);
        return false;
    }
}
