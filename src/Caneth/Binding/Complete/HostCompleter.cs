using System.Collections;
using System.Management.Automation;
using Caneth.Links;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes where buses are: what was connected before, simulators, what this computer has, and the schemes and options of addresses.</summary>
public sealed class HostCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var state = ModuleState.Current;
        return From(typed, state.Addresses.Select(address => (Text: TextOf(address), Description: $"connected before: {address}"))
            .Concat(state.Simulators.Where(simulator => !simulator.Dials).Select(simulator => (Text: simulator.HostName, Description: $"the simulator '{simulator.Name}'")))
            .Concat(AddressCompletion.Of(typed.Trim('\'', '"')))
            .DistinctBy(known => known.Text, StringComparer.OrdinalIgnoreCase), known => known.Text, known => known.Description);
    }

    // The port of a gateway has a completer of its own.
    private static string TextOf(CanAddress address) => address.Scheme == CanAddress.Tcp ? address.Host : address.Uri;
}
