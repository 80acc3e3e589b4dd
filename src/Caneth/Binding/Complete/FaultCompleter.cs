using System.Collections;
using System.Management.Automation;
using Caneth.Simulation;

namespace Caneth.Binding;

/// <summary>Completes the names of the faults that a simulator can play.</summary>
public sealed class FaultCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, SimulatorFaults.Names, name => name, SimulatorFaults.Describe);
}
