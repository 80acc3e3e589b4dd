using System.Management.Automation;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Makes a frame without sending it.</summary>
[Cmdlet(VerbsCommon.New, "CanFrame", DefaultParameterSetName = IdSet)]
[OutputType(typeof(CanFrame))]
public sealed class NewCanFrameCommand : FrameMakingCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (MakeFrame() is { } frame)
        {
            WriteObject(frame);
        }
    }
}
