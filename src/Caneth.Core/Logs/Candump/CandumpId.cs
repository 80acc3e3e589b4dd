namespace Caneth.Logs.Candump;

/// <summary>The bits that SocketCAN keeps in an id and in the flags of a CAN FD frame (linux/can.h).</summary>
internal static class CandumpId
{
    public const uint ErrorBit = 0x2000_0000;
    public const uint ExtendedBit = 0x8000_0000;

    private const byte BitRateSwitchBit = 0x1;
    private const byte ErrorStateBit = 0x2;

    /// <summary>Takes a number of 3 or 8 digits apart.</summary>
    /// <returns>Whether it is an id within the limits.</returns>
    public static bool TrySplit(uint number, bool eightDigits, out uint id, out FrameFlags flags)
    {
        id = number & CanId.MaxExtended;
        if (!eightDigits)
        {
            flags = FrameFlags.None;
            return number <= CanId.MaxStandard;
        }

        // The class of an error frame is written with eight digits, yet it is not an extended id.
        flags = (number & ErrorBit) == 0 ? FrameFlags.Extended
            : (number & ExtendedBit) != 0 || id > CanId.MaxStandard ? FrameFlags.Error | FrameFlags.Extended
            : FrameFlags.Error;
        return true;
    }

    public static FrameFlags FdFlags(byte flags) =>
        ((flags & BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : FrameFlags.None)
        | ((flags & ErrorStateBit) != 0 ? FrameFlags.ErrorState : FrameFlags.None);

    public static byte FdFlags(in CanFrame frame) =>
        (byte)((frame.BitRateSwitch ? BitRateSwitchBit : 0) | (frame.ErrorState ? ErrorStateBit : 0));
}
