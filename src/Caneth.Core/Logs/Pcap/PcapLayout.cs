namespace Caneth.Logs.Pcap;

/// <summary>The numbers of pcap files, and of the packets in them that are frames.</summary>
/// <remarks>
/// Sources: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng (IETF-OPSAWG-WG/draft-ietf-opsawg-pcap), and
/// www.tcpdump.org/linktypes.html.
/// </remarks>
internal static class PcapLayout
{
    /// <summary>The link type of frames as SocketCAN has them.</summary>
    public const int SocketCan = 227;

    /// <summary>The link type of <c>tcpdump -i any</c>, the older form and the newer.</summary>
    public const int LinuxCooked = 113;
    public const int LinuxCooked2 = 276;

    // pcap: what it begins with, where times are in microseconds or in nanoseconds, and the lengths of its headers.
    public const uint MicrosecondMagic = 0xA1B2C3D4;
    public const uint NanosecondMagic = 0xA1B23C4D;
    public const int FileHeaderLength = 24;
    public const int RecordHeaderLength = 16;
    public const byte Microseconds = 6;
    public const byte Nanoseconds = 9;

    // pcapng: a block begins with its type and its length, and ends with its length.
    public const uint SectionHeader = 0x0A0D0D0A;
    public const uint InterfaceDescription = 1;
    public const uint Packet = 2;
    public const uint SimplePacket = 3;
    public const uint NameResolution = 4;
    public const uint InterfaceStatistics = 5;
    public const uint EnhancedPacket = 6;
    public const uint JournalExport = 9;
    public const uint DecryptionSecrets = 10;
    public const uint Custom = 0x0BAD;
    public const uint CustomNotCopied = 0x40000BAD;
    public const uint ByteOrderMagic = 0x1A2B3C4D;
    public const int BlockHeaderLength = 8;
    public const int BlockTrailerLength = 4;
    public const int ShortestBlock = BlockHeaderLength + BlockTrailerLength;

    // What an enhanced packet has before its data, with and without the header of the block; the older packet has the same.
    public const int PacketHeaderLength = 20;
    public const int SimplePacketHeaderLength = 4;
    public const int InterfaceHeaderLength = 8;
    public const int SectionBodyLength = 16;

    // Options: a code and a length of two bytes each.
    public const int OptionHeaderLength = 4;
    public const ushort EndOfOptions = 0;
    public const ushort Comment = 1;
    public const ushort UserApplication = 4;
    public const ushort InterfaceName = 2;
    public const ushort TimeResolution = 9;
    public const ushort TimeOffset = 14;
    public const ushort PacketFlags = 2;
    public const ushort DroppedPackets = 4;

    // Of the flags of a packet, its direction.
    public const uint DirectionMask = 0x3;
    public const uint Outbound = 0x2;

    /// <summary>A length with the padding that makes it a multiple of four.</summary>
    public static int Padded(int length) => (length + 3) & ~3;

    /// <summary>Whether a type of blocks is one of those that are known.</summary>
    public static bool IsKnownBlock(uint type) => type is >= InterfaceDescription and <= EnhancedPacket
        or SectionHeader or JournalExport or DecryptionSecrets or Custom or CustomNotCopied;
}
