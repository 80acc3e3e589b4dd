using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with recordings.</summary>
public abstract class RecordingCmdlet : CanCmdlet
{
    /// <summary>The names of the recordings; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RecordingCompleter))]
    public string[] Name { get; set; } = ["*"];

    internal override bool IsAboutRecordings => true;

    private protected IEnumerable<CanRecording> Named() => FindByName(Name, State.Recordings, CanErrors.RecordingNotFound);
}
