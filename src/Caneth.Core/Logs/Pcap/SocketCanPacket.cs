using System.Buffers.Binary;

namespace Caneth.Logs.Pcap;

/// <summary>
/// A frame as SocketCAN has it: the id with the kind of frame in its highest bits, a length, the flags of CAN FD, a byte that nobody uses, the raw DLC
/// of a classic frame where it is above 8, and the data.
/// </summary>
/// <remarks>Source: www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html; the bits as in linux/can.h.</remarks>
internal static class SocketCanPacket
{
    /// <summary>What comes before the data.</summary>
    public const int HeaderLength = 8;

    /// <summary>The longest packet, which is how long a CAN FD frame is in the memory of Linux whatever its data is.</summary>
    public const int MaxLength = HeaderLength + CanData.MaxLength;

    private const int LengthOffset = 4;
    private const int FlagsOffset = 5;
    private const int RawDlcOffset = 7;

    private const uint ExtendedBit = 0x8000_0000;
    private const uint RemoteBit = 0x4000_0000;
    private const uint ErrorBit = 0x2000_0000;
    private const byte BitRateSwitchBit = 0x01;
    private const byte ErrorStateBit = 0x02;
    private const byte FdBit = 0x04;

    // In the place of the length; no length has it.
    private const byte XlBit = 0x80;

    /// <summary>How long the packet of a frame is; Linux gives error frames 8 bytes whatever they say, and tools rely on it.</summary>
    public static int LengthOf(in CanFrame frame) => HeaderLength + (frame.Error ? CanData.MaxClassicLength : frame.Length);

    /// <summary>Writes the packet of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="destination">Room for it.</param>
    /// <param name="losses">Counts what it cannot say.</param>
    public static void Write(in CanFrame frame, Span<byte> destination, LossCounter losses)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, frame.Id
            | (frame.Extended ? ExtendedBit : 0) | (frame.Remote ? RemoteBit : 0) | (frame.Error ? ErrorBit : 0));
        destination[FlagsOffset] = 0;
        destination[FlagsOffset + 1] = 0;
        destination[RawDlcOffset] = !frame.Fd && frame.Dlc > CanData.MaxClassicLength ? (byte)frame.Dlc : (byte)0;
        if (frame.Error)
        {
            destination[LengthOffset] = CanData.MaxClassicLength;
            BinaryPrimitives.WriteUInt64LittleEndian(destination[HeaderLength..], frame.Inline);
            if (frame.Length != CanData.MaxClassicLength)
            {
                losses.Add("the length of the data of error frames, written as 8");
            }

            return;
        }

        destination[LengthOffset] = frame.Remote ? (byte)Math.Min(frame.Dlc, CanData.MaxClassicLength) : frame.Length;
        if (frame.Fd)
        {
            destination[FlagsOffset] = (byte)(FdBit | (frame.BitRateSwitch ? BitRateSwitchBit : 0) | (frame.ErrorState ? ErrorStateBit : 0));
        }

        frame.Data.CopyTo(destination[HeaderLength..]);
    }

    /// <summary>Reads the packet of a frame.</summary>
    /// <param name="packet">What of it was recorded.</param>
    /// <param name="length">How long it was.</param>
    /// <param name="order">The order of the bytes of the id.</param>
    /// <param name="origin">When and where it was recorded, and in which direction it went.</param>
    /// <param name="losses">Counts what frames cannot say.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>What it is.</returns>
    public static EntryResult Read(
        ReadOnlySpan<byte> packet, uint length, ByteOrder order, in FrameOrigin origin, LossCounter losses, out CanFrame frame)
    {
        frame = default;
        if (packet.Length < HeaderLength)
        {
            return EntryResult.Malformed($"a packet of {packet.Length} bytes is too short for a CAN frame");
        }

        if ((packet[LengthOffset] & XlBit) != 0)
        {
            losses.Add("CAN XL frames, left out");
            return EntryResult.Nothing;
        }

        var header = order.ReadUInt32(packet);
        var id = header & CanId.MaxExtended;
        var isError = (header & ErrorBit) != 0;
        if ((header & ExtendedBit) == 0 && !isError && id > CanId.MaxStandard)
        {
            return EntryResult.Malformed($"a standard id is at most 7FF, and this one is {id:X}");
        }

        var flags = origin.Flags | ((header & ExtendedBit) != 0 || id > CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None);
        int count = packet[LengthOffset];
        var isClassic = isError || (header & RemoteBit) != 0;

        // Older recorders do not set the flag, and record all that Linux has of the frame.
        if (!isClassic && (count > CanData.MaxClassicLength || (packet[FlagsOffset] & FdBit) != 0 || length == MaxLength))
        {
            return ReadFd(packet, id, flags | FdFlags(packet[FlagsOffset]), origin, losses, out frame);
        }

        if (count > CanData.MaxClassicLength)
        {
            return EntryResult.Malformed($"a classic frame has at most 8 bytes, and this one has {count}");
        }

        var dlc = count == CanData.MaxClassicLength && packet[RawDlcOffset] is > CanData.MaxClassicLength and <= DataLengthCode.Max
            ? packet[RawDlcOffset]
            : count;
        if (isClassic && !isError)
        {
            frame = new CanFrame(id, default, dlc, flags | FrameFlags.Remote, origin.Timestamp, origin.Channel);
            return EntryResult.Frame;
        }

        flags |= isError ? FrameFlags.Error : FrameFlags.None;
        frame = new CanFrame(id, DataOf(packet, count, losses), dlc, flags, origin.Timestamp, origin.Channel);
        return EntryResult.Frame;
    }

    private static FrameFlags FdFlags(byte flags) => FrameFlags.Fd
        | ((flags & BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : FrameFlags.None)
        | ((flags & ErrorStateBit) != 0 ? FrameFlags.ErrorState : FrameFlags.None);

    private static EntryResult ReadFd(
        ReadOnlySpan<byte> packet, uint id, FrameFlags flags, in FrameOrigin origin, LossCounter losses, out CanFrame frame)
    {
        frame = default;
        int count = packet[LengthOffset];
        if (count > CanData.MaxLength)
        {
            return EntryResult.Malformed($"a CAN FD frame has at most 64 bytes, and this one has {count}");
        }

        var full = DataLengthCode.FilledLength(count);
        if (full > count)
        {
            losses.Add("lengths that no CAN FD frame has, filled up with zeros");
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        Copy(packet, bytes, count, losses);
        frame = new CanFrame(id, new CanData(bytes[..full]), DataLengthCode.FromLength(full, fd: true), flags, origin.Timestamp, origin.Channel);
        return EntryResult.Frame;
    }

    private static CanData DataOf(ReadOnlySpan<byte> packet, int count, LossCounter losses)
    {
        if (packet.Length >= HeaderLength + CanData.MaxClassicLength)
        {
            return CanData.FirstOf(packet[HeaderLength..], count);
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        Copy(packet, bytes, count, losses);
        return CanData.FirstOf(bytes, count);
    }

    // Recorders can be told to keep only the first bytes of each packet.
    private static void Copy(ReadOnlySpan<byte> packet, Span<byte> bytes, int count, LossCounter losses)
    {
        var present = Math.Min(count, packet.Length - HeaderLength);
        packet.Slice(HeaderLength, present).CopyTo(bytes);
        bytes[present..].Clear();
        if (present < count)
        {
            losses.Add("data shorter than the DLC says, filled up with zeros");
        }
    }
}
