using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>
/// What comes before the records of a file that is written: everything but them. It is always the same but for the start and, once the file is
/// finished, the counts of records and how long they are altogether; what it says until then is that its recorder has not got to that.
/// </summary>
internal sealed class MdfHeader
{
    private const ushort VersionNumber = 410;
    private const ushort NotDone = MdfLayout.CountsUnfinished | MdfLayout.DataLengthUnfinished;
    private const byte BusSource = 2;
    private const byte CanBus = 2;
    private const double SecondsPerUnit = 1e-9;
    private const int StartOffset = MdfLayout.IdentificationLength + MdfLayout.BlockHeaderLength + 6 * MdfLayout.LinkLength;

    private static readonly byte[] Empty = new MdfHeader().ToBytes();

    // Of each group, by its number; nothing has the number 0.
    private readonly long[] countOffsets = new long[MdfRecord.Remote + 1];

    /// <summary>How long it is, in bytes.</summary>
    public static int Length => Empty.Length;

    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; init; }

    /// <summary>How many records each group has, by its number.</summary>
    public long[] Counts { get; } = new long[MdfRecord.Remote + 1];

    /// <summary>How long the records are altogether, in bytes; null until the file is finished.</summary>
    public long? RecordsLength { get; set; }

    private static ReadOnlySpan<byte> Version => "4.10    "u8;

    private static ReadOnlySpan<byte> Program => "Caneth  "u8;

    /// <summary>Reads a header of a file that was written here.</summary>
    /// <param name="bytes">The beginning of the file.</param>
    /// <returns>The header; null where it is not one of those.</returns>
    public static MdfHeader? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
        {
            return null;
        }

        var header = new MdfHeader { Start = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[StartOffset..])) };
        if (bytes.StartsWith(MdfLayout.Finished))
        {
            header.RecordsLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[(Length - MdfLayout.BlockHeaderLength + MdfLayout.BlockLengthOffset)..])
                - MdfLayout.BlockHeaderLength;
            _ = header.ToBytes();
            for (var group = MdfRecord.Data; group <= MdfRecord.Remote; group++)
            {
                header.Counts[group] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(int)header.countOffsets[group]..]);
            }
        }

        return bytes[..Length].SequenceEqual(header.ToBytes()) ? header : null;
    }

    /// <summary>Whether a file that ends before its header does was written here.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes)
    {
        var known = Math.Min(bytes.Length, MdfLayout.VersionNumberOffset);
        var signature = MdfLayout.Finished.Length;
        return known <= signature
            ? MdfLayout.Finished.StartsWith(bytes[..known]) || MdfLayout.Unfinished.StartsWith(bytes[..known])
            : bytes[signature..known].SequenceEqual(Empty.AsSpan()[signature..known]);
    }

    /// <summary>Writes what a file begins with, and says whether it is finished.</summary>
    /// <returns>64 bytes.</returns>
    public byte[] ToIdentification()
    {
        var bytes = new byte[MdfLayout.IdentificationLength];
        (RecordsLength is null ? MdfLayout.Unfinished : MdfLayout.Finished).CopyTo(bytes);
        Version.CopyTo(bytes.AsSpan(8));
        Program.CopyTo(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(MdfLayout.VersionNumberOffset), VersionNumber);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(MdfLayout.UnfinishedFlagsOffset), RecordsLength is null ? NotDone : (ushort)0);
        return bytes;
    }

    /// <summary>Writes the header.</summary>
    /// <returns>As many bytes as <see cref="Length"/> says; the records follow them.</returns>
    public byte[] ToBytes()
    {
        const int HeaderLength = MdfLayout.BlockHeaderLength + 6 * MdfLayout.LinkLength + 32;
        var blocks = new MdfBlockWriter(MdfLayout.IdentificationLength + HeaderLength);
        var history = AddHistory(blocks);
        var groups = AddGroups(blocks);

        // The data is the last block; what points at it lies right before.
        const int DataGroupLength = MdfLayout.BlockHeaderLength + 4 * MdfLayout.LinkLength + 8;
        var dataGroup = blocks.Add(MdfLayout.DataGroupBlock, [0, groups, blocks.Next + DataGroupLength, 0], [MdfRecord.IdLength, 0, 0, 0, 0, 0, 0, 0]);
        _ = blocks.Add(MdfLayout.DataBlock, [], []);
        var header = new MdfBlockWriter(MdfLayout.IdentificationLength);
        _ = header.Add(MdfLayout.HeaderBlock, [dataGroup, history, 0, 0, 0, 0], [.. Time(), .. new byte[20]]);
        byte[] bytes = [.. ToIdentification(), .. header.ToArray(), .. blocks.ToArray()];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.Length - MdfLayout.BlockHeaderLength + MdfLayout.BlockLengthOffset),
            MdfLayout.BlockHeaderLength + (RecordsLength ?? 0));
        return bytes;
    }

    // In UTC, so that no clock's zone matters; the offsets to it are not known.
    private byte[] Time()
    {
        var bytes = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Start.Nanoseconds);
        return bytes;
    }

    private long AddHistory(MdfBlockWriter blocks)
    {
        var comment = blocks.AddText("<FHcomment><TX>Recorded or converted</TX><tool_id>Caneth</tool_id><tool_vendor>Caneth</tool_vendor>"
            + "<tool_version>1</tool_version></FHcomment>", isComment: true);
        return blocks.Add(MdfLayout.HistoryBlock, [0, comment], [.. Time(), .. new byte[4]]);
    }

    private long AddGroups(MdfBlockWriter blocks)
    {
        var source = blocks.Add(MdfLayout.SourceBlock, [blocks.AddText("CAN"), 0, 0], [BusSource, CanBus, 0, 0, 0, 0, 0, 0]);
        var seconds = blocks.AddText("s");
        byte[] linear = [MdfLayout.LinearConversion, 0, 0, 0, 0, 0, 2, 0, .. new byte[16], .. BitConverter.GetBytes(0.0), .. BitConverter.GetBytes(SecondsPerUnit)];
        var conversion = blocks.Add(MdfLayout.ConversionBlock, [0, seconds, 0, 0], linear);
        var time = blocks.AddText("Timestamp");
        long next = 0;
        foreach (var (group, frame, name) in ((byte, string, string)[])
            [(MdfRecord.Remote, "CAN_RemoteFrame", "CAN remote frames"), (MdfRecord.Error, "CAN_ErrorFrame", "CAN error frames"),
                (MdfRecord.FdData, "CAN_DataFrame", "CAN FD data frames"), (MdfRecord.Data, "CAN_DataFrame", "CAN data frames")])
        {
            var length = MdfRecord.DataOffset + MdfRecord.DataLengthOf(group);
            var parts = AddParts(blocks, frame, group);
            var whole = AddChannel(blocks, 0, parts, frame, MdfLayout.ByteArray, MdfRecord.ChannelOffset, 0, (length - MdfRecord.ChannelOffset) * MdfLayout.BitsPerByte);
            byte[] master = [MdfLayout.Master, MdfLayout.TimeSync, MdfLayout.UnsignedLittle, 0, 0, 0, 0, 0, sizeof(long) * MdfLayout.BitsPerByte, .. new byte[63]];
            var first = blocks.Add(MdfLayout.ChannelBlock, [whole, 0, time, 0, conversion, 0, seconds, 0], master);
            var acquisition = blocks.AddText(name);
            var data = new byte[32];
            data[0] = group;
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), RecordsLength is null ? 0 : Counts[group]);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(16), MdfLayout.BusEventGroup | MdfLayout.PlainBusEventGroup);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(18), '.');
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(24), length);
            next = blocks.Add(MdfLayout.ChannelGroupBlock, [next, first, acquisition, source, 0, 0], data);
            countOffsets[group] = next + MdfLayout.BlockHeaderLength + 6 * MdfLayout.LinkLength + 8;
        }

        return next;
    }

    private static long AddParts(MdfBlockWriter blocks, string frame, byte group)
    {
        long next = 0;
        if (MdfRecord.DataLengthOf(group) is > 0 and var length)
        {
            next = AddChannel(blocks, next, 0, $"{frame}.DataBytes", MdfLayout.ByteArray, MdfRecord.DataOffset, 0, length * MdfLayout.BitsPerByte);
        }

        if (group is MdfRecord.Data or MdfRecord.FdData)
        {
            next = Flag("ESI", MdfRecord.ShapeOffset, MdfRecord.ErrorStateBit);
            next = Flag("BRS", MdfRecord.ShapeOffset, MdfRecord.BitRateSwitchBit);
            next = Flag("EDL", MdfRecord.ShapeOffset, MdfRecord.FdBit);
        }

        next = Number("DataLength", MdfRecord.DataLengthOffset, MdfLayout.BitsPerByte);
        next = Flag("Dir", MdfRecord.ShapeOffset, MdfRecord.DirectionBit);
        next = Number("DLC", MdfRecord.ShapeOffset, 4);
        next = Flag("IDE", MdfRecord.ExtendedOffset, MdfRecord.ExtendedBit);
        next = Number("ID", MdfRecord.FrameIdOffset, 29);
        return Number("BusChannel", MdfRecord.ChannelOffset, MdfLayout.BitsPerByte);

        long Number(string name, int offset, int bits) => AddChannel(blocks, next, 0, $"{frame}.{name}", MdfLayout.UnsignedLittle, offset, 0, bits);

        long Flag(string name, int offset, int bit) => AddChannel(blocks, next, 0, $"{frame}.{name}", MdfLayout.UnsignedLittle, offset, bit, 1);
    }

    private static long AddChannel(MdfBlockWriter blocks, long next, long parts, string name, byte type, int offset, int bit, int bits)
    {
        var data = new byte[72];
        (data[2], data[3]) = (type, (byte)bit);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), offset);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(8), bits);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(12), MdfLayout.BusEventChannel);
        return blocks.Add(MdfLayout.ChannelBlock, [next, parts, blocks.AddText(name), 0, 0, 0, 0, 0], data);
    }
}
