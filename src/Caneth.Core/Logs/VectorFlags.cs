namespace Caneth.Logs;

/// <summary>The flags of a frame as Vector's formats have them: in CANFD and CANXL lines of ASC, and in CAN_FD_MESSAGE_64 of BLF.</summary>
internal static class VectorFlags
{
    public const uint Remote = 0x10;
    public const uint Fd = 0x1000;
    public const uint BitRateSwitch = 0x2000;
    public const uint ErrorState = 0x4000;

    public static FrameFlags ToFrameFlags(uint bits) =>
        ((bits & Remote) != 0 ? FrameFlags.Remote : FrameFlags.None)
        | ((bits & Fd) != 0 ? FrameFlags.Fd : FrameFlags.None)
        | ((bits & BitRateSwitch) != 0 ? FrameFlags.BitRateSwitch : FrameFlags.None)
        | ((bits & ErrorState) != 0 ? FrameFlags.ErrorState : FrameFlags.None);
}
