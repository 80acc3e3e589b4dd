using System.Management.Automation;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>Shows recordings with their state and counters, and what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanRecording", DefaultParameterSetName = RecordingSet)]
[OutputType(typeof(CanRecording), ParameterSetName = [RecordingSet])]
[OutputType(typeof(RecordingEvent), ParameterSetName = [EventSet])]
public sealed class GetCanRecordingCommand : RecordingCmdlet
{
    private const string RecordingSet = "Recording";
    private const string EventSet = "Event";

    /// <summary>Emits what happened to the recordings instead: the last 1,000 warnings and errors, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var recording in Named())
        {
            if (Event)
            {
                WriteObject(recording.EventsAfter(), enumerateCollection: true);
            }
            else
            {
                Display.Show(recording);
                WriteObject(recording);
            }
        }
    }
}
