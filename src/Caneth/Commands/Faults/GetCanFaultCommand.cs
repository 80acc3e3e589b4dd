using System.Management.Automation;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Reads the faults that control units tell by OBD-II, UDS and J1939, with what they mean where that is known.</summary>
[Cmdlet(VerbsCommon.Get, "CanFault")]
[OutputType(typeof(EcuFault))]
public sealed class GetCanFaultCommand : FaultCmdlet
{
    /// <summary>Faults of which one of these is said: Confirmed, Pending, Failed and so on; by default all that are there, or were.</summary>
    [Parameter]
    public FaultStates? Status { get; set; }

    /// <summary>Reads what was stored with them, too: freeze frames, snapshots, extended data.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var faults = Read(Resolve(Device), Status, Detail).SelectMany(owner => owner.Faults);
        WriteObject(faults.Where(fault => Status is not { } wanted || (fault.State & wanted) != FaultStates.None), enumerateCollection: true);
    }
}
