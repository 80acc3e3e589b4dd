using System.Globalization;

namespace Caneth.Tool.Output;

/// <summary>Frames in the words of the Python tool of this name, so that what reads its output can read ours.</summary>
internal static class FrameText
{
    /// <summary>A frame: <c>CANFrame(id=0x123, ext=0, type=DATA, dlc=4, data=[01 02 03 04])</c>.</summary>
    public static string Of(in CanFrame frame) => string.Create(CultureInfo.InvariantCulture,
        $"CANFrame(id=0x{CanId.Format(frame.Id, frame.Extended)}, ext={(frame.Extended ? 1 : 0)}, type={(frame.Remote ? "RTR" : "DATA")}, dlc={frame.Dlc}, data=[{frame.Data}])");

    /// <summary>What was sent: <c>Sent frame id=0x123, ext=0, rtr=False, data=01020304</c>.</summary>
    public static string Sent(in CanFrame frame) => string.Create(CultureInfo.InvariantCulture,
        $"Sent frame id=0x{frame.Id:X}, ext={(frame.Extended ? 1 : 0)}, rtr={frame.Remote}, data={Convert.ToHexString(frame.Data.ToArray())}");
}
