using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Caneth.Handlers;

/// <summary>Shows on the host what runs beside the pipeline: the pipeline's output is somebody else's.</summary>
internal sealed class HostOutput(PSHost host)
{
    private readonly ScriptBlock outDefault = ScriptBlock.Create("$args[0] | Out-Default");

    /// <summary>Shows a frame as a line of the table.</summary>
    public void Show(in CanFrame frame)
    {
        var kind = frame.Error ? "ERR" : frame.Remote ? "RTR" : frame.Fd ? "FD" : "data";
        host.UI.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{frame.Timestamp.ToLocalTime():HH:mm:ss.ffffff} {frame.Device,-21} {CanId.Format(frame.Id, frame.Extended),8} "
            + $"{kind,-4} {frame.Dlc,3} {frame.Data}"));
    }

    /// <summary>Shows a value as the prompt does.</summary>
    public void Show(object? value)
    {
        if (value is not null)
        {
            outDefault.Invoke(value);
        }
    }

    /// <summary>Shows an error with the name of the handler that it came from.</summary>
    public void ShowError(string handler, ErrorRecord error) =>
        host.UI.WriteErrorLine($"Handler '{handler}': {error.ErrorDetails?.Message ?? error.Exception.Message}");
}
