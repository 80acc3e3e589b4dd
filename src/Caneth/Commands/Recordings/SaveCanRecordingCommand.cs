using System.Management.Automation;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>Triggers recordings that wait for it: what came before now, and what comes after, goes to the disk.</summary>
[Cmdlet(VerbsData.Save, "CanRecording", SupportsShouldProcess = true)]
[OutputType(typeof(CanRecording))]
public sealed class SaveCanRecordingCommand : RecordingCmdlet
{
    /// <summary>Why, in words, for the recording's events.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "Save-CanRecording";

    /// <summary>Emits the recordings.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var recording in Named().Where(recording => ShouldProcess(recording.Name, "Keep what surrounds now")))
        {
            if (!recording.WaitsForTriggers)
            {
                WriteError(CanErrors.NoTrigger(recording));
                continue;
            }

            recording.Trigger(Reason);
            if (PassThru)
            {
                WriteObject(recording);
            }
        }
    }
}
