using System.Management.Automation;

namespace Caneth.PipelineBench;

/// <summary>
/// Emits frames that are in memory already: what the engine itself can do, and the yardstick for Import-CanLog.
/// </summary>
[Cmdlet("Emit", "Frame")]
public sealed class EmitFrameCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public CanFrame[] Frames { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (ref readonly var frame in Frames.AsSpan())
        {
            WriteObject(frame);
        }
    }
}
