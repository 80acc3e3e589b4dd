using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Caneth.Sessions;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes ports: those of the host that were connected before, those of simulators, and that of a new gateway.</summary>
public sealed class PortCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var state = ModuleState.Current;
        var host = bound["HostName"] as string;
        return From(typed, state.Addresses.Select(address => (address.Host, address.Port, Text: $"connected before: {address}"))
            .Concat(state.Simulators.Where(simulator => !simulator.Dials).Select(simulator => (Host: simulator.HostName, simulator.Port, Text: $"the simulator '{simulator.Name}'")))
            .Where(known => known.Port > 0 && (host is null || NamedSet<CanSession>.IsSame(known.Host, host)))
            .Append((Host: "", Port: SessionOptions.DefaultPort, Text: "the first channel of a new gateway"))
            .DistinctBy(known => known.Port), known => known.Port.ToString(CultureInfo.InvariantCulture), known => known.Text);
    }
}
