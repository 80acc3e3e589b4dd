using System.Globalization;
using System.Text;

namespace Caneth.Tool.Output;

/// <summary>Writes frames as the table that a PowerShell prompt shows of them.</summary>
internal sealed class TableFrameWriter : LineFrameWriter
{
    // The columns and widths of the module's own view, Caneth.Format.ps1xml.
    private const int DeviceWidth = 21;

    private bool begun;

    /// <summary>Writes to a stream.</summary>
    /// <param name="output">Where to.</param>
    public TableFrameWriter(Stream output)
        : base(output)
    {
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (begun)
        {
            Append(Environment.NewLine);
            Flush();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void Append(StringBuilder lines, in CanFrame frame)
    {
        if (!begun)
        {
            begun = true;
            lines.AppendLine().AppendLine(Row("Time", "Device", "Id", "Kind", "DLC", "Data"));
            lines.AppendLine(Row("----", "------", "--", "----", "---", "----"));
        }

        var time = frame.Timestamp.ToLocalTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        lines.Append(Row(time, Fitted(frame.Device ?? ""), CanId.Format(frame.Id, frame.Extended), frame.Remote ? "RTR" : "data",
            frame.Dlc.ToString(CultureInfo.InvariantCulture), frame.Data.ToString()));
    }

    private static string Fitted(string device) => device.Length <= DeviceWidth ? device : $"{device[..(DeviceWidth - 1)]}…";

    private static string Row(string time, string device, string id, string kind, string dlc, string data) =>
        $"{time,-15} {device,-21} {id,8} {kind,-4} {dlc,3} {data}";
}
