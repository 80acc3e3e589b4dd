using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>Has recordings end their file with what came until now, and begin the next.</summary>
[Cmdlet(VerbsCommon.Split, "CanRecording", SupportsShouldProcess = true)]
[OutputType(typeof(CanRecording))]
public sealed class SplitCanRecordingCommand : RecordingCmdlet
{
    /// <summary>Emits the recordings.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var recording in Named().Where(recording => ShouldProcess(recording.Name, "Begin the next file")))
        {
            if (!recording.HasNumberedFiles)
            {
                WriteError(CanErrors.NotNumbered(recording));
                continue;
            }

            new PipelineWaiter(this).Await(ModuleMessages.WritingTheRest(recording.Path), end => recording.SplitAsync(end));
            if (PassThru)
            {
                WriteObject(recording);
            }
        }
    }
}
