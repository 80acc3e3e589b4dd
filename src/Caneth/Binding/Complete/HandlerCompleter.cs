using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of registered handlers.</summary>
public sealed class HandlerCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Handlers.Handlers, handler => handler.Name,
            handler => $"{handler.Device}, {handler.Filter}");
}
