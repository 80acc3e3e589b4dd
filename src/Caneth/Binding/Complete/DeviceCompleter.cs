using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of connected devices.</summary>
public sealed class DeviceCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Sessions, session => session.Name,
            session => $"{session.HostName}:{session.Port}, {session.State}");
}
