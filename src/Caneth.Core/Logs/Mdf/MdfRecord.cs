using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>
/// The records that are written: a number that says what it is, the nanoseconds since the start, the channel, the id with a bit for an extended
/// one, a byte with the DLC and flags, the length of the data, and the data.
/// </summary>
internal static class MdfRecord
{
    // The numbers of the groups.
    public const byte Data = 1;
    public const byte FdData = 2;
    public const byte Error = 3;
    public const byte Remote = 4;

    public const int IdLength = 1;

    // Places from after the number.
    public const int ChannelOffset = 8;
    public const int FrameIdOffset = 9;
    public const int ExtendedOffset = 12;
    public const int ExtendedBit = 7;
    public const int ShapeOffset = 13;
    public const int DirectionBit = 4;
    public const int FdBit = 5;
    public const int BitRateSwitchBit = 6;
    public const int ErrorStateBit = 7;
    public const int DataLengthOffset = 14;
    public const int DataOffset = 15;

    /// <summary>How long the longest is, with its number.</summary>
    public const int Longest = IdLength + DataOffset + CanData.MaxLength;

    /// <summary>How long the data of a group's records is.</summary>
    public static int DataLengthOf(byte group) => group switch
    {
        FdData => CanData.MaxLength,
        Remote => 0,
        _ => CanData.MaxClassicLength,
    };

    /// <summary>How long a group's records are, with their number; 0 for a number that no group has.</summary>
    public static int LengthOf(byte group) => group is >= Data and <= Remote ? IdLength + DataOffset + DataLengthOf(group) : 0;

    /// <summary>Writes the record of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="time">The nanoseconds since the start.</param>
    /// <param name="channel">The number of its channel.</param>
    /// <param name="destination">Room for the longest.</param>
    /// <returns>How long it is; its first byte is the number of its group.</returns>
    public static int Write(in CanFrame frame, long time, int channel, Span<byte> destination)
    {
        var group = frame.Error ? Error : frame.Remote ? Remote : frame.Fd ? FdData : Data;
        destination[0] = group;
        var record = destination[IdLength..];
        BinaryPrimitives.WriteInt64LittleEndian(record, time);
        record[ChannelOffset] = (byte)channel;
        BinaryPrimitives.WriteUInt32LittleEndian(record[FrameIdOffset..], frame.Id | (frame.Extended ? 1U << 31 : 0));
        record[ShapeOffset] = (byte)(frame.Dlc | (frame.Transmitted ? 1 << DirectionBit : 0) | (frame.Fd ? 1 << FdBit : 0)
            | (frame.BitRateSwitch ? 1 << BitRateSwitchBit : 0) | (frame.ErrorState ? 1 << ErrorStateBit : 0));
        record[DataLengthOffset] = frame.Length;
        if (group == FdData)
        {
            frame.Data.CopyTo(record[DataOffset..]);
            record[(DataOffset + frame.Length)..(DataOffset + CanData.MaxLength)].Clear();
        }
        else if (group != Remote)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(record[DataOffset..], frame.Inline);
        }

        return LengthOf(group);
    }
}
