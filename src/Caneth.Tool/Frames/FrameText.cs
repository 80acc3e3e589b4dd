using System.Globalization;
using System.Management.Automation;

namespace Caneth.Tool.Frames;

/// <summary>Frames in the words of the Python tool of this name, so that what reads its output can read ours.</summary>
internal static class FrameText
{
    /// <summary>A frame: <c>CANFrame(id=0x123, ext=0, type=DATA, dlc=4, data=[01 02 03 04])</c>.</summary>
    public static string Of(PSObject frame)
    {
        var extended = Get<bool>(frame, "Extended");
        var id = Get<uint>(frame, "Id").ToString(extended ? "X8" : "X3", CultureInfo.InvariantCulture);
        var kind = Get<bool>(frame, "Remote") ? "RTR" : "DATA";
        var (dlc, data) = (Get<int>(frame, "Dlc"), frame.Properties["Data"].Value);
        return string.Create(CultureInfo.InvariantCulture,
            $"CANFrame(id=0x{id}, ext={(extended ? 1 : 0)}, type={kind}, dlc={dlc}, data=[{data}])");
    }

    /// <summary>What was sent: <c>Sent frame id=0x123, ext=0, rtr=False, data=01020304</c>.</summary>
    public static string Sent(PSObject frame)
    {
        var data = frame.Properties["Data"].Value.ToString()!.Replace(" ", "", StringComparison.Ordinal);
        var (id, extended, remote) = (Get<uint>(frame, "Id"), Get<bool>(frame, "Extended"), Get<bool>(frame, "Remote"));
        return string.Create(CultureInfo.InvariantCulture, $"Sent frame id=0x{id:X}, ext={(extended ? 1 : 0)}, rtr={remote}, data={data}");
    }

    private static T Get<T>(PSObject frame, string property) => (T)frame.Properties[property].Value;
}
