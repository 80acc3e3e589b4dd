using System.Management.Automation;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>Shows recordings with their state and counters, and what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanRecording")]
[OutputType(typeof(CanRecording))]
public sealed class GetCanRecordingCommand : CanRecordingCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var recording in Named())
        {
            ShowEvents(recording);
            WriteObject(recording);
        }
    }
}
