using System.Globalization;

namespace Caneth.Handlers;

/// <summary>A frame as a line of the table.</summary>
internal static class FrameLine
{
    public static string Of(in CanFrame frame)
    {
        var kind = frame.Transmitted ? frame.Error ? "TxE" : frame.Remote ? "TxR" : frame.Fd ? "TxFD" : "Tx"
            : frame.Error ? "ERR" : frame.Remote ? "RTR" : frame.Fd ? "FD" : "data";
        return string.Create(CultureInfo.InvariantCulture,
            $"{frame.Timestamp.ToLocalTime():HH:mm:ss.ffffff} {VisibleText.Of(frame.Device),-21} {CanId.Format(frame.Id, frame.Extended),8} "
            + $"{kind,-4} {frame.Dlc,3} {frame.Data}");
    }
}
