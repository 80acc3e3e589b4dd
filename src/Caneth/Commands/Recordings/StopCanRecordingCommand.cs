using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>Ends recordings: what came until now is written, and the files are complete.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanRecording", SupportsShouldProcess = true)]
[OutputType(typeof(CanRecording))]
public sealed class StopCanRecordingCommand : RecordingCmdlet
{
    /// <summary>Emits the recordings, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var recording in Named().Where(recording => ShouldProcess(recording.Name, "Stop recording")))
        {
            new PipelineWaiter(this).Await(ModuleMessages.WritingTheRest(recording.Path), end => recording.StopAsync(end));
            if (State.FileActions.TryGetValue(recording, out var actions) && !actions.IsRunningHere)
            {
                new PipelineWaiter(this).Await(ModuleMessages.RunningFileActions(recording.Name), end => actions.Completion.WaitAsync(end));
            }

            State.Recordings.Remove(recording);
            Display.Show(recording);
            if (recording.Losses is { Count: > 0 } losses)
            {
                WriteWarning(ModuleMessages.NotInLog(recording.Path, recording.Format, losses));
            }

            if (PassThru)
            {
                WriteObject(recording);
            }
        }
    }
}
