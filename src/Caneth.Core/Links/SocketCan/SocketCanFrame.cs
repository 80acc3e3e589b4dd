using System.Runtime.InteropServices;

namespace Caneth.Links.SocketCan;

/// <summary>Frames as the kernel has them: <c>struct can_frame</c> and <c>struct canfd_frame</c> of linux/can.h.</summary>
internal static class SocketCanFrame
{
    /// <summary>The size of a classic frame (CAN_MTU).</summary>
    public const int ClassicSize = 16;

    /// <summary>The size of a CAN FD frame (CANFD_MTU).</summary>
    public const int FdSize = 72;

    // The id, 32 bits in the byte order of this computer, has CAN_EFF_FLAG, CAN_RTR_FLAG and CAN_ERR_FLAG at its top.
    private const uint ExtendedBit = 0x8000_0000;
    private const uint RemoteBit = 0x4000_0000;
    private const uint ErrorBit = 0x2000_0000;

    private const int LengthOffset = 4;

    // CAN FD: CANFD_BRS and CANFD_ESI.
    private const int FlagsOffset = 5;
    private const byte BitRateSwitchBit = 1;
    private const byte ErrorStateBit = 2;

    // Classic: the raw DLC, 9 to 15, of a frame of 8 bytes (len8_dlc); else 0.
    private const int RawDlcOffset = 7;
    private const int DataOffset = 8;

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">What one read gave; its length says of which kind the frame is.</param>
    /// <param name="frame">The frame, without a time and a device.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CanFrame frame)
    {
        frame = default;
        if (bytes.Length is not (ClassicSize or FdSize))
        {
            return false;
        }

        var word = MemoryMarshal.Read<uint>(bytes);
        var isExtended = (word & (ExtendedBit | ErrorBit)) != 0;
        var id = word & (isExtended ? CanId.MaxExtended : CanId.MaxStandard);
        return (word & ErrorBit) != 0 ? TryReadClassic(bytes, id, FrameFlags.Error | (id > CanId.MaxStandard ? FrameFlags.Extended : 0), out frame)
            : bytes.Length == FdSize ? TryReadFd(bytes, id, isExtended, out frame)
            : TryReadClassic(bytes, id, (isExtended ? FrameFlags.Extended : 0) | ((word & RemoteBit) != 0 ? FrameFlags.Remote : 0), out frame);
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="frame">A data frame, a remote frame or a CAN FD frame.</param>
    /// <param name="room">Room for <see cref="FdSize"/> bytes.</param>
    /// <returns>How many bytes it has.</returns>
    public static int Write(in CanFrame frame, Span<byte> room)
    {
        var bytes = room[..(frame.Fd ? FdSize : ClassicSize)];
        bytes.Clear();
        MemoryMarshal.Write(bytes, frame.Id | (frame.Extended ? ExtendedBit : 0) | (frame.Remote ? RemoteBit : 0));
        bytes[LengthOffset] = frame.Remote ? (byte)frame.Dlc : frame.Length;
        if (frame.Fd)
        {
            bytes[FlagsOffset] = (byte)((frame.BitRateSwitch ? BitRateSwitchBit : 0) | (frame.ErrorState ? ErrorStateBit : 0));
        }

        frame.Data.CopyTo(bytes[DataOffset..]);
        return bytes.Length;
    }

    private static bool TryReadClassic(ReadOnlySpan<byte> bytes, uint id, FrameFlags flags, out CanFrame frame)
    {
        frame = default;
        int dlc = bytes[LengthOffset];
        if (dlc > CanData.MaxClassicLength)
        {
            return false;
        }

        var data = (flags & FrameFlags.Remote) != 0 ? default : CanData.FirstOf(bytes[DataOffset..], dlc);
        if (dlc == CanData.MaxClassicLength && bytes[RawDlcOffset] is > CanData.MaxClassicLength and <= DataLengthCode.Max and var raw
            && (flags & FrameFlags.Error) == 0)
        {
            dlc = raw;
        }

        frame = new(id, data, dlc, flags, default, null);
        return true;
    }

    private static bool TryReadFd(ReadOnlySpan<byte> bytes, uint id, bool isExtended, out CanFrame frame)
    {
        frame = default;
        int length = bytes[LengthOffset];
        if (length > CanData.MaxLength || !DataLengthCode.TryFromLength(length, fd: true, out var dlc))
        {
            return false;
        }

        var flags = FrameFlags.Fd
            | (isExtended ? FrameFlags.Extended : 0)
            | ((bytes[FlagsOffset] & BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : 0)
            | ((bytes[FlagsOffset] & ErrorStateBit) != 0 ? FrameFlags.ErrorState : 0);
        frame = new(id, new CanData(bytes.Slice(DataOffset, length)), dlc, flags, default, null);
        return true;
    }
}
