using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of recordings.</summary>
public sealed class RecordingCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Recordings, recording => recording.Name,
            recording => $"{recording.State}: {recording.Path}");
}
