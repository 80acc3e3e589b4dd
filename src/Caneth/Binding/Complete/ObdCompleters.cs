using System.Collections;
using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the values of OBD-II by their names: those first that a vehicle has said to have.</summary>
public sealed class ObdParameterCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var supported = ModuleState.Current.ObdUnits.SelectMany(unit => unit.SupportedPids).ToHashSet();
        return From(typed, ObdParameter.All.OrderByDescending(parameter => supported.Contains(parameter.Pid)), parameter => parameter.Name,
            parameter => $"{parameter.HexPid}: {parameter.Description}{(parameter.Unit is { } unit ? $", {unit}" : "")}");
    }
}

/// <summary>Completes control units: those that answered OBD-II, and those that are connected.</summary>
public sealed class ObdUnitCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed,
        ModuleState.Current.ObdUnits.Select(unit => (unit.Name, Text: $"{unit.HexRequest} -> {unit.HexReply} of {unit.Device}"))
            .Concat(ModuleState.Current.Diagnostics.ActiveEcus.Select(ecu => (ecu.Name, Text: $"{ecu.Request} -> {ecu.Reply} of {ecu.Device}"))).DistinctBy(one => one.Name),
        one => one.Name, one => one.Text);
}
