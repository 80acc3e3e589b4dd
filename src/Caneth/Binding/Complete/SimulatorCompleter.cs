using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of running simulators.</summary>
public sealed class SimulatorCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Simulators, simulator => simulator.Name,
            simulator => $"{simulator.HostName}:{simulator.Port}");
}
