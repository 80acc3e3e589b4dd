using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Clears the faults of control units, and what was stored with them, after asking.</summary>
[Cmdlet(VerbsCommon.Clear, "CanFault", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ClearCanFaultCommand : FaultCmdlet
{
    /// <summary>Faults that Get-CanFault emitted: these alone are cleared, which UDS can.</summary>
    [Parameter(ValueFromPipeline = true)]
    public EcuFault? Fault { get; set; }

    /// <summary>Which faults, by UDS alone: a code, such as P0301-00, or a group of three bytes in hex, such as FFFFFF for all.</summary>
    [Parameter]
    [Read<FaultGroupConverter>]
    [ValidateNotNull]
    public FaultGroupArgument? Group { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Fault is { } fault)
        {
            Clear(fault);
            return;
        }

        var session = Resolve(Device);
        foreach (var owner in Read(session, states: null, withDetails: false))
        {
            if (owner.Faults.Count == 0 && Group is null)
            {
                WriteVerbose(FaultMessages.NothingToClear(owner.Name));
            }
            else if (ShouldProcess(owner.Name, Group is null ? FaultMessages.Clear(owner.Faults.Count) : FaultMessages.Clear($"{Group}")))
            {
                Clear(session, owner);
            }
        }
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private void Clear(CanSession session, FaultOwner owner)
    {
        var group = Group?.Value ?? UdsFaults.AllGroups;
        var isCleared = true;
        if (owner.Client is { } client)
        {
            isCleared = TryAsk(session.Name, end => DoneAsync(client.ClearFaultsAsync(group, end)), out _);
        }
        else if (owner.Unit is { } unit)
        {
            var vehicle = Vehicle(session);
            var tellsUds = owner.Faults.Any(fault => fault.Source == FaultSource.Uds);
            if (Group is not null || tellsUds)
            {
                isCleared = TryAsk(session.Name, end => DoneAsync(vehicle.ClearUdsFaultsAsync(unit, group, end)), out _);
            }

            if (Group is null && Wants(FaultSource.Obd))
            {
                isCleared &= TryAsk(session.Name, end => DoneAsync(vehicle.ClearObdFaultsAsync(unit, end)), out _);
            }
        }
        else
        {
            isCleared = ClearJ1939(session, owner);
        }

        if (isCleared)
        {
            WriteVerbose(FaultMessages.Cleared(owner.Name));
        }
    }

    private bool ClearJ1939(CanSession session, FaultOwner owner)
    {
        if (!TryAsk(session.Name, end => new J1939FaultClient(session).ClearAsync(owner.Address!.Value, Duration, end), out var confirmed))
        {
            return false;
        }

        if (confirmed != true)
        {
            WriteError(CanErrors.FaultsNotCleared(owner.Name, hasRefused: confirmed == false));
        }

        return confirmed == true;
    }

    /// <summary>Clears one fault, by whoever told it.</summary>
    private void Clear(EcuFault fault)
    {
        if (fault.Source != FaultSource.Uds)
        {
            WriteError(CanErrors.FaultNotAlone(fault));
            return;
        }

        var session = Device is null ? ResolveByName(fault.Device ?? "") : Resolve(Device);
        var code = FaultGroupConverter.ReadText(fault.Code).Value;
        if (!IsSelected(fault.Ecu, fault.HexId) || !ShouldProcess($"{fault.Ecu} ({fault.HexId})", FaultMessages.Clear(fault.Code)))
        {
            return;
        }

        if (State.Diagnostics.ActiveEcus.LastOrDefault(ecu => ecu.Device == session.Name && ecu.Name == fault.Ecu && ecu.Reply == fault.HexId) is { } client)
        {
            TryAsk(session.Name, end => DoneAsync(client.ClearFaultsAsync(code, end)), out _);
        }
        else
        {
            TryAsk(session.Name, end => ClearAsync(Vehicle(session), fault, code, end), out _);
        }
    }

    private static async Task<bool> ClearAsync(ObdClient vehicle, EcuFault fault, uint code, CancellationToken cancellationToken)
    {
        var units = await vehicle.UnitsAsync(cancellationToken).ConfigureAwait(false);
        var unit = units.FirstOrDefault(unit => unit.HexReply == fault.HexId) ?? throw ObdMessages.UnitGone(vehicle.Device, fault);
        await vehicle.ClearUdsFaultsAsync(unit, code, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
