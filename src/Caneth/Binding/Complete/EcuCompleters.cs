using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of connected control units.</summary>
public sealed class EcuCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed, ModuleState.Current.Diagnostics.ActiveEcus,
        ecu => ecu.Name, ecu => $"{ecu.Request} -> {ecu.Reply} of {ecu.Device}, {ecu.Session}");
}

/// <summary>Completes the services of UDS and OBD-II by their names.</summary>
public sealed class ServiceCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed, Enum.GetValues<UdsService>(),
        service => service.ToString(), service => ((byte)service).ToString("X2", CultureInfo.InvariantCulture));
}

/// <summary>Completes the sessions of control units by their names.</summary>
public sealed class SessionCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, SessionConverter.Names, name => name, name => $"{Array.IndexOf(SessionConverter.Names, name) + 1:X2}");
}

/// <summary>Completes identifiers of data: those that the control units were asked for before, and those that all of them share.</summary>
public sealed class IdentifierCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Diagnostics.ActiveEcus.SelectMany(ecu => ecu.Lengths.Keys).Concat(DataIdentifiers.All).Distinct(),
            identifier => identifier.ToString("X4", CultureInfo.InvariantCulture),
            identifier => DataIdentifiers.NameOf(identifier) ?? "read before");
}

/// <summary>Completes identifiers of routines: those that the control units had before, and those that all of them share (ISO 14229-1, annex F).</summary>
public sealed class RoutineCompleter : NameCompleter
{
    private const ushort EraseMemory = 0xFF00;
    private const ushort CheckProgram = 0xFF01;

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Diagnostics.ActiveEcus.SelectMany(ecu => ecu.Routines.Keys).Order().Concat([EraseMemory, CheckProgram]).Distinct(),
            routine => routine.ToString("X4", CultureInfo.InvariantCulture),
            routine => routine switch
            {
                EraseMemory => "erase memory",
                CheckProgram => "check what was programmed",
                _ => "asked for before",
            });
}
