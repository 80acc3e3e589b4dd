using Caneth.Links.Streams;

namespace Caneth.Links.Gvret;

/// <summary>The messages that a GVRET adapter sends: a mark, a command, and what belongs to it.</summary>
/// <remarks>Source: collin80/ESP32RET, src/gvret_comm.cpp and src/commbuffer.cpp at ae857ea.</remarks>
internal static class GvretMessage
{
    public const byte Mark = 0xF1;

    /// <summary>Switches to the binary protocol, said twice.</summary>
    public const byte Binary = 0xE7;

    public const byte Frame = 0x00;
    public const byte TimeSync = 0x01;
    public const byte SetBuses = 0x05;
    public const byte Buses = 0x06;
    public const byte DeviceInfo = 0x07;
    public const byte Alive = 0x09;
    public const byte NumberOfBuses = 0x0C;
    public const byte ExtraBuses = 0x0D;
    public const byte FdFrame = 0x14;

    /// <summary>Mark, command, time, id, length.</summary>
    public const int HeaderSize = 1 + 1 + sizeof(uint) + sizeof(uint) + 1;

    /// <summary>The place of the length; of a classic frame the bus is in the upper four bits.</summary>
    public const int LengthOffset = HeaderSize - 1;

    public const byte LengthBits = 0x0F;

    /// <summary>Of an id: that it has 29 bits.</summary>
    public const uint ExtendedBit = 0x8000_0000;

    private const byte DigitalInputs = 0x02;

    /// <summary>Finds the end of the first message.</summary>
    /// <param name="bytes">At least 1 byte.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>A frame, another message, the beginning of one, or none, such as the text of an adapter that starts.</returns>
    public static MessageKind Measure(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.IndexOf(Mark);
        if (length != 0)
        {
            length = length < 0 ? bytes.Length : length;
            return MessageKind.Garbage;
        }

        var kind = MessageKind.Other;
        length = bytes.Length < 2 ? int.MaxValue : bytes[1] switch
        {
            TimeSync => 6,
            DigitalInputs or Alive => 4,
            Buses => 12,
            DeviceInfo => 8,
            NumberOfBuses => 3,
            ExtraBuses => 17,
            Frame or FdFrame => MeasureFrame(bytes, out kind),
            _ => 0,
        };

        if (length > bytes.Length)
        {
            return MessageKind.Incomplete;
        }

        if (length == 0 || bytes[1] == Alive && (bytes[2] != 0xDE || bytes[3] != 0xAD))
        {
            length = 1;
            return MessageKind.Garbage;
        }

        return kind;
    }

    /// <returns>How many bytes the frame has; 0 where it cannot be one.</returns>
    private static int MeasureFrame(ReadOnlySpan<byte> bytes, out MessageKind kind)
    {
        kind = MessageKind.Frame;
        if (bytes.Length < HeaderSize)
        {
            return int.MaxValue;
        }

        // After the data there is a byte that was a checksum once. A CAN FD frame has a byte for its bus.
        var isFd = bytes[1] == FdFrame;
        var count = isFd ? bytes[LengthOffset] : bytes[LengthOffset] & LengthBits;
        return DataLengthCode.TryFromLength(count, isFd, out _) ? HeaderSize + (isFd ? 1 : 0) + count + 1 : 0;
    }
}
