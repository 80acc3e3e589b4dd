using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>A channel of a group: what it is called, where its values lie in a record, and what is made of them.</summary>
internal sealed record MdfChannel
{
    private const int Links = 8;
    private const int DataLength = 24;
    private const int ConversionLinks = 4;
    private const int ConversionDataLength = 40;

    /// <summary>Its name, as the companion for bus logging has it: <c>CAN_DataFrame.ID</c>.</summary>
    public required string Name { get; init; }

    public byte Type { get; private init; }

    public byte SyncType { get; private init; }

    public byte DataType { get; private init; }

    public byte BitOffset { get; private init; }

    public uint ByteOffset { get; private init; }

    public uint BitCount { get; private init; }

    public uint Flags { get; private init; }

    public uint InvalidBit { get; private init; }

    /// <summary>What is added to values; where the channel lies nowhere, all of its value.</summary>
    public double Summand { get; init; }

    /// <summary>What values are multiplied with, before.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Whether its values mean themselves but for that; a table, a formula or a text is not looked at.</summary>
    public bool IsLinear { get; private init; } = true;

    /// <summary>Where the values lie that have a length of their own; 0 for none.</summary>
    public long Data { get; private init; }

    /// <summary>Where the next channel lies; 0 for none.</summary>
    public long Next { get; private init; }

    /// <summary>Where the first of the channels lies that this one is made of; 0 for none.</summary>
    public long Parts { get; private init; }

    /// <summary>Reads a channel.</summary>
    /// <returns>The channel; null where there is none.</returns>
    public static MdfChannel? TryRead(MdfFile file, long place)
    {
        if (!file.TryReadBlock(place, MdfLayout.ChannelBlock, Links, DataLength, out var block))
        {
            return null;
        }

        var data = block.Data;
        var channel = new MdfChannel
        {
            Name = file.ReadText(block.Link(2)),
            Next = block.Link(0),
            Parts = block.Link(1),
            Data = block.Link(5),
            Type = data[0],
            SyncType = data[1],
            DataType = data[2],
            BitOffset = (byte)(data[3] & 7),
            ByteOffset = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]),
            BitCount = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(data[8..]), int.MaxValue),
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(data[12..]),
            InvalidBit = BinaryPrimitives.ReadUInt32LittleEndian(data[16..]),
        };
        return channel.With(file, block.Link(4));
    }

    private MdfChannel With(MdfFile file, long conversion)
    {
        if (conversion == 0)
        {
            return this;
        }

        if (!file.TryReadShared(conversion, MdfLayout.ConversionBlock, ConversionLinks, ConversionDataLength - 16, out var block))
        {
            return this with { IsLinear = false };
        }

        var data = block.Data;
        return data[0] switch
        {
            MdfLayout.NoConversion => this,
            MdfLayout.LinearConversion when data.Length >= ConversionDataLength => this with
            {
                Summand = BinaryPrimitives.ReadDoubleLittleEndian(data[24..]),
                Factor = BinaryPrimitives.ReadDoubleLittleEndian(data[32..]),
            },
            _ => this with { IsLinear = false },
        };
    }
}
