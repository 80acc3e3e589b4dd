using System.Buffers.Binary;
using Caneth.Links.Streams;

namespace Caneth.Links.Cannelloni;

/// <summary>
/// One frame as cannelloni writes it: the id of SocketCAN, big-endian; a byte with the length, of which bit 7 says CAN FD; for CAN FD a byte of
/// flags; the data, of which a remote frame has none.
/// </summary>
/// <remarks>Source: mguentner/cannelloni, doc/udp_format.md, doc/tcp_protocol.md and parser.cpp at a7776f8; bits of the id as in linux/can.h.</remarks>
internal static class CannelloniFrame
{
    /// <summary>The most bytes that a frame takes.</summary>
    public const int MaxSize = HeaderSize + 1 + CanData.MaxLength;

    private const int HeaderSize = sizeof(uint) + 1;
    private const uint ExtendedBit = 0x8000_0000;
    private const uint RemoteBit = 0x4000_0000;
    private const uint ErrorBit = 0x2000_0000;
    private const byte FdBit = 0x80;
    private const byte BitRateSwitchBit = 0x01;
    private const byte ErrorStateBit = 0x02;

    /// <summary>What both sides say first over TCP.</summary>
    public static ReadOnlySpan<byte> Greeting => "CANNELLONIv1"u8;

    /// <summary>What cannelloni carries.</summary>
    /// <param name="confirmation">Who says that frames have arrived.</param>
    /// <param name="room">How many bytes one write has for them.</param>
    public static LinkCapabilities CapabilitiesOf(LinkConfirmation confirmation, int room) => new()
    {
        Carrier = "cannelloni",
        Fd = true,
        Receives = FrameKinds.Data | FrameKinds.Remote | FrameKinds.Fd | FrameKinds.Error,
        Confirmation = confirmation,
        IsExclusive = true,
        MaxFramesPerWrite = room / MaxSize,
    };

    /// <summary>Writes a frame.</summary>
    /// <param name="frame">A data, remote or CAN FD frame.</param>
    /// <param name="destination">Room for the longest.</param>
    /// <returns>How many bytes it takes.</returns>
    public static int Write(in CanFrame frame, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, frame.Id | (frame.Extended ? ExtendedBit : 0) | (frame.Remote ? RemoteBit : 0));
        var size = HeaderSize;
        if (frame.Fd)
        {
            destination[HeaderSize - 1] = (byte)(FdBit | frame.Length);
            destination[size++] = (byte)((frame.BitRateSwitch ? BitRateSwitchBit : 0) | (frame.ErrorState ? ErrorStateBit : 0));
        }
        else
        {
            destination[HeaderSize - 1] = (byte)frame.Dlc;
        }

        frame.Data.CopyTo(destination[size..]);
        return size + frame.Length;
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">Bytes that begin with one.</param>
    /// <param name="received">When they were received.</param>
    /// <param name="device">The name of the device that they came from.</param>
    /// <param name="frame">Filled in where it is one.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>A frame, the beginning of one, or none, after which nothing shows where the next begins.</returns>
    public static MessageKind Read(ReadOnlySpan<byte> bytes, Timestamp received, string? device, ref CanFrame frame, out int length)
    {
        length = bytes.Length;
        if (bytes.Length < HeaderSize)
        {
            return MessageKind.Incomplete;
        }

        var header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var count = bytes[HeaderSize - 1] & ~FdBit;
        var isFd = (bytes[HeaderSize - 1] & FdBit) != 0;
        var isRemote = (header & RemoteBit) != 0;
        if (!DataLengthCode.TryFromLength(count, isFd, out var dlc) || isFd && (header & (RemoteBit | ErrorBit)) != 0 || !TryReadId(header, out var id, out var flags))
        {
            return MessageKind.Lost;
        }

        var data = HeaderSize + (isFd ? 1 : 0);
        var size = data + (isRemote ? 0 : count);
        if (bytes.Length < size)
        {
            return MessageKind.Incomplete;
        }

        length = size;
        flags |= !isFd ? 0 : FrameFlags.Fd
            | ((bytes[HeaderSize] & BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : 0)
            | ((bytes[HeaderSize] & ErrorStateBit) != 0 ? FrameFlags.ErrorState : 0);
        frame = new(id, new CanData(bytes[data..size]), dlc, flags, received, device);
        return MessageKind.Frame;
    }

    private static bool TryReadId(uint header, out uint id, out FrameFlags flags)
    {
        id = header & CanId.MaxExtended;
        var isError = (header & ErrorBit) != 0;
        var isExtended = (header & ExtendedBit) != 0 || isError && id > CanId.MaxStandard;
        flags = (isExtended ? FrameFlags.Extended : 0) | (isError ? FrameFlags.Error : 0) | ((header & RemoteBit) != 0 ? FrameFlags.Remote : 0);
        return isExtended || id <= CanId.MaxStandard;
    }
}
