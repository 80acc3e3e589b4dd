using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth;

/// <content>The errors about OBD-II and faults.</content>
internal static partial class CanErrors
{
    /// <summary>Why OBD-II, UDS or J1939 did not give what was asked for; null for an unexpected failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What was asked for.</param>
    public static ErrorRecord? Obd(Exception failure, object? target) => failure switch
    {
        ObdException { Error: ObdError.NoUnit } nobody => Of("NoObdUnit", ErrorCategory.OperationTimeout, target, nobody.Message, nobody.Recommendation, nobody),
        ObdException { Error: ObdError.NotSupported } missing => Of(
            "ObdNotSupported", ErrorCategory.ObjectNotFound, target, missing.Message, "Get-CanObdSupport shows which values there are.", missing),
        ObdException { Error: ObdError.NoValue } silent => Of("ObdNoValue", ErrorCategory.OperationTimeout, target, silent.Message, silent.Recommendation, silent),
        ObdException odd => Of("UnexpectedResponse", ErrorCategory.InvalidData, target, odd.Message, odd.Recommendation, odd),
        TimeoutException late => Of("EcuNoResponse", ErrorCategory.OperationTimeout, target, late.Message, "Ask again when the control unit is less busy.", late),
        _ => Ecu(failure, target),
    };

    /// <summary>Neither does anybody answer OBD-II, nor does anybody tell faults by J1939.</summary>
    public static ErrorRecord NoFaultsTold(Exception nobody, object? target, TimeSpan listened) => Of("NoObdUnit", ErrorCategory.OperationTimeout, target,
        $"{nobody.Message} Nor did anybody tell faults by J1939 (DM1) within {Amount.Seconds(listened)}.",
        (nobody as CanException)?.Recommendation, nobody);

    public static ErrorRecord ObdUnitNotFound(string name, IEnumerable<string> known) => Of("ObdUnitNotFound", ErrorCategory.ObjectNotFound, name,
        $"No control unit '{name}' answers. {Known("Those that do", known)}", "Give -Ecu the name or the id of one of them, or leave it out.");

    public static ErrorRecord ObdOnlyWithEvery(string parameter) => Of("OnlyWithEvery", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} says when the reading of values again and again ends, and nothing says how often they are read.",
        "Give the time from one reading to the next with -Every, for example -Every 0.5.");

    public static ErrorRecord FaultNotAlone(EcuFault fault) => Of("FaultNotAlone", ErrorCategory.InvalidOperation, fault,
        $"{fault.Code} of {fault.Ecu} is told by {fault.Source}, which clears all faults of a control unit or none, so it was not cleared.",
        "Clear them all: Clear-CanFault without faults from the pipeline.");

    public static ErrorRecord FaultsNotCleared(string owner, bool hasRefused) => Of("FaultsNotCleared",
        hasRefused ? ErrorCategory.InvalidOperation : ErrorCategory.OperationTimeout, owner,
        hasRefused ? $"{owner} refused to clear its faults." : $"{owner} did not say whether it cleared its faults.",
        hasRefused ? "Check what must hold first: ignition on, engine off, vehicle standing." : "Look with Get-CanFault -Source J1939.");
}
