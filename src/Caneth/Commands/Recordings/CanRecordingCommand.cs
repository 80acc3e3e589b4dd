using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
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

    /// <summary>What a recording lost is an error of a command that is about recordings.</summary>
    private protected override void Show(CanRecording recording, RecordingEvent happened)
    {
        if (happened.Level == SessionEventLevel.Error)
        {
            WriteError(CanErrors.Recording(recording, happened));
        }
        else
        {
            base.Show(recording, happened);
        }
    }
}
