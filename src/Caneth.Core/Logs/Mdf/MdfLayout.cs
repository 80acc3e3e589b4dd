namespace Caneth.Logs.Mdf;

/// <summary>
/// The numbers of ASAM MDF 4. A file is 64 bytes that say what it is, and blocks, which lie anywhere and point at one another: a header,
/// groups of data, in each groups of channels whose records have one layout, and the records. All numbers of blocks are little-endian.
/// </summary>
/// <remarks>
/// Sources are ASAM's public overview of MDF 4.1 and of its companion for bus logging, which names the channels, and asammdf, with which
/// the tests compare.
/// </remarks>
internal static class MdfLayout
{
    // What a file begins with: what it is, its version and who wrote it, 8 bytes each, and at its end what a recorder left undone.
    public const int IdentificationLength = 64;
    public const int VersionNumberOffset = 28;
    public const int UnfinishedFlagsOffset = 60;
    public const int FirstVersion = 400;

    // A recorder that was killed has not counted the records, nor written how long the last block of data is.
    public const ushort CountsUnfinished = 0x01;
    public const ushort DataLengthUnfinished = 0x04;
    public const ushort OffsetsUnfinished = 0x40;

    // Each block begins with four characters, four bytes, its length, and how many links it has; the links follow.
    public const int BlockHeaderLength = 24;
    public const int BlockLengthOffset = 8;
    public const int LinkCountOffset = 16;
    public const int LinkLength = 8;

    // Before a value of its own length stands how long it is.
    public const int ValueHeaderLength = 4;

    public const int BitsPerByte = 8;

    // Flags of a group of channels.
    public const ushort VariableLengthGroup = 0x1;
    public const ushort BusEventGroup = 0x2;
    public const ushort PlainBusEventGroup = 0x4;

    // Flags of a channel.
    public const uint AllInvalid = 0x1;
    public const uint HasInvalidBit = 0x2;
    public const uint BusEventChannel = 0x400;

    // Kinds of channels.
    public const byte FixedLength = 0;
    public const byte VariableLength = 1;
    public const byte Master = 2;
    public const byte VirtualMaster = 3;
    public const byte MaximumLength = 5;
    public const byte VirtualData = 6;

    // What a master channel counts.
    public const byte TimeSync = 1;

    // Types of values.
    public const byte UnsignedLittle = 0;
    public const byte UnsignedBig = 1;
    public const byte SignedLittle = 2;
    public const byte SignedBig = 3;
    public const byte FloatLittle = 4;
    public const byte FloatBig = 5;
    public const byte ByteArray = 10;

    // Conversions of values.
    public const byte NoConversion = 0;
    public const byte LinearConversion = 1;

    // Flags of times.
    public const byte LocalTime = 0x1;
    public const byte HasOffsets = 0x2;

    // Ways in which a block of data is compressed.
    public const byte Deflate = 0;
    public const byte TransposedDeflate = 1;

    public static ReadOnlySpan<byte> Finished => "MDF     "u8;

    public static ReadOnlySpan<byte> Unfinished => "UnFinMF "u8;

    public static ReadOnlySpan<byte> HeaderBlock => "##HD"u8;

    public static ReadOnlySpan<byte> HistoryBlock => "##FH"u8;

    public static ReadOnlySpan<byte> TextBlock => "##TX"u8;

    public static ReadOnlySpan<byte> CommentBlock => "##MD"u8;

    public static ReadOnlySpan<byte> DataGroupBlock => "##DG"u8;

    public static ReadOnlySpan<byte> ChannelGroupBlock => "##CG"u8;

    public static ReadOnlySpan<byte> ChannelBlock => "##CN"u8;

    public static ReadOnlySpan<byte> ConversionBlock => "##CC"u8;

    public static ReadOnlySpan<byte> SourceBlock => "##SI"u8;

    public static ReadOnlySpan<byte> DataBlock => "##DT"u8;

    public static ReadOnlySpan<byte> SignalDataBlock => "##SD"u8;

    public static ReadOnlySpan<byte> CompressedBlock => "##DZ"u8;

    public static ReadOnlySpan<byte> DataListBlock => "##DL"u8;

    public static ReadOnlySpan<byte> ListHeaderBlock => "##HL"u8;
}
