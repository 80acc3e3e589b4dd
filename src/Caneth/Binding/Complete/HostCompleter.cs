using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes where gateways are: hosts that were connected before, and simulators.</summary>
public sealed class HostCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var state = ModuleState.Current;
        return From(typed, state.Addresses.Select(address => (Host: address.Host, Text: $"connected before: {address}"))
            .Concat(state.Simulators.Select(simulator => (Host: simulator.HostName, Text: $"the simulator '{simulator.Name}'")))
            .DistinctBy(known => known.Host, StringComparer.OrdinalIgnoreCase), known => known.Host, known => known.Text);
    }
}
