using System.Management.Automation;
using Caneth.Binding;
using Caneth.Recording;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with recordings.</summary>
public abstract class CanRecordingCommand : CanCommand
{
    /// <summary>The names of the recordings; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RecordingCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanRecording> Named() =>
        Named(Name, State.Recordings, CanErrors.RecordingNotFound);

    /// <summary>Shows what happened to a recording since it was shown last.</summary>
    private protected void ShowEvents(CanRecording recording)
    {
        var shown = State.EventsShown.GetOrCreateValue(recording);
        foreach (var happened in recording.EventsAfter(shown.Number).Where(happened => shown.TryTake(happened.Number)))
        {
            switch (happened.Level)
            {
                case SessionEventLevel.Error:
                    WriteError(CanErrors.Recording(recording, happened));
                    break;
                case SessionEventLevel.Warning:
                    WriteWarning($"{recording.Name}: {happened.Message}");
                    break;
                default:
                    WriteVerbose($"{recording.Name}: {happened.Message}");
                    break;
            }
        }
    }
}
