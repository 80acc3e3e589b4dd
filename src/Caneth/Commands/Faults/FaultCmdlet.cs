using System.Globalization;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets about faults: finds out who tells which, by OBD-II, UDS or J1939.</summary>
public abstract class FaultCmdlet : ObdCmdlet
{
    // All bits but those that only say that something was not tested, which many control units set for every code that they know.
    private const byte UsualMask = 0xAF;

    /// <summary>By which protocols; by default OBD-II and UDS or, where nobody answers OBD-II, J1939.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public FaultSource[]? Source { get; set; }

    /// <summary>How long is listened for faults of J1939, in seconds; control units tell them every second.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Duration { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Whether a protocol is one of those that are asked.</summary>
    private protected bool Wants(FaultSource source) => Source is null || Source.Contains(source);

    /// <summary>Who tells faults, and which.</summary>
    /// <param name="session">The device.</param>
    /// <param name="states">The states that faults of UDS are to have one of; null for all that say of a fault that it is there, or was.</param>
    /// <param name="withDetails">Whether what was stored with them is read, too.</param>
    private protected IReadOnlyList<FaultOwner> Read(CanSession session, FaultStates? states, bool withDetails)
    {
        var mask = (byte)(states ?? FaultStates.None) is var given && given != 0 ? given : UsualMask;
        var owners = new List<FaultOwner>();
        List<UdsClient> clients = Ecu is null || !Wants(FaultSource.Uds) ? [] : [.. State.Diagnostics.ActiveEcus.Where(ecu => ecu.Device == session.Name && IsSelected(ecu.Name))];
        foreach (var client in clients)
        {
            if (TryAsk(session.Name, end => client.ReadFaultsAsync(mask, withDetails, end), out var faults))
            {
                owners.Add(new($"{client.Name} ({client.Request})", [client.Name], faults) { Client = client });
            }
        }

        // Whoever names connected control units alone means no others.
        if (!NamesOnly(clients.Select(client => client.Name)))
        {
            ReadVehicle(session, mask, withDetails, owners, clients);
        }

        return [.. owners.Where(owner => IsSelected(owner.Names))];
    }

    private void ReadVehicle(CanSession session, byte mask, bool withDetails, List<FaultOwner> owners, List<UdsClient> clients)
    {
        if (Find(session, out var nobody) is not { } units)
        {
            return;
        }

        if (units.Count > 0)
        {
            Read(session, Vehicle(session), [.. units.Where(unit => IsSelected(NamesOf(unit)))], mask, withDetails, owners);
        }

        var heard = 0L;
        if (Source is null ? nobody is not null : Wants(FaultSource.J1939))
        {
            heard = Listen(session, owners);
        }

        if (nobody is not null && heard == 0)
        {
            WriteError(Source is null ? CanErrors.NoFaultsTold(nobody, session.Name, Duration) : ErrorOf(nobody, session.Name)!);
        }
        else
        {
            CheckSelection([.. units.Select(NamesOf), .. clients.Select(client => new[] { client.Name }), .. owners.Where(owner => owner.Address is not null).Select(owner => owner.Names)]);
        }
    }

    /// <summary>The control units that answer OBD-II; none where they are not wanted, null after an error.</summary>
    private IReadOnlyList<ObdUnit>? Find(CanSession session, out Exception? nobody)
    {
        nobody = null;
        if (!Wants(FaultSource.Obd) && !Wants(FaultSource.Uds))
        {
            return [];
        }

        try
        {
            return Waiter.Await(FaultMessages.Waiting(session.Name), end => Vehicle(session).FindAsync(end));
        }
        catch (ObdException none) when (none.Error == ObdError.NoUnit)
        {
            nobody = none;
            return [];
        }
        catch (Exception failure) when (ErrorOf(failure, session.Name) is { } error)
        {
            WriteError(error);
            return null;
        }
    }

    private void Read(CanSession session, ObdClient vehicle, List<ObdUnit> units, byte mask, bool withDetails, List<FaultOwner> owners)
    {
        IReadOnlyList<EcuFault> told = [];
        if (Wants(FaultSource.Obd) && TryAsk(session.Name, end => vehicle.ReadObdFaultsAsync(end), out var read))
        {
            told = read.Items;
            WriteFailures(read.Failures, session.Name);
        }

        foreach (var unit in units)
        {
            List<EcuFault> obd = [.. told.Where(fault => fault.HexId == unit.HexReply)];
            if (withDetails && obd.Count > 0)
            {
                TryAsk(session.Name, end => AddFreezeFrameAsync(vehicle, unit, obd, end), out _);
            }

            owners.Add(new($"{unit}", NamesOf(unit), TroubleCodes.Merge(obd, ReadUds(vehicle, unit, mask, withDetails))) { Unit = unit });
        }
    }

    private static async Task<bool> AddFreezeFrameAsync(ObdClient vehicle, ObdUnit unit, List<EcuFault> faults, CancellationToken cancellationToken)
    {
        await vehicle.AddFreezeFrameAsync(unit, faults, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Not every control unit of OBD-II has UDS: where nobody asked for it expressly, that is no error.
    private IReadOnlyList<EcuFault> ReadUds(ObdClient vehicle, ObdUnit unit, byte mask, bool withDetails)
    {
        if (!Wants(FaultSource.Uds))
        {
            return [];
        }

        try
        {
            return Waiter.Await(FaultMessages.Waiting(vehicle.Device), end => vehicle.ReadUdsFaultsAsync(unit, mask, withDetails, end));
        }
        catch (Exception failure) when (Source is null && failure is UdsException or ObdException { Error: ObdError.NoValue })
        {
            WriteVerbose(FaultMessages.NoUds(unit.Name, failure));
            return [];
        }
        catch (Exception failure) when (ErrorOf(failure, vehicle.Device) is { } error)
        {
            WriteError(error);
            return [];
        }
    }

    /// <returns>How many messages with faults were heard.</returns>
    private long Listen(CanSession session, List<FaultOwner> owners)
    {
        var listener = new J1939FaultClient(session);
        var databases = new DatabaseFinder(this).BoundTo(session);
        if (TryAsk(session.Name, end => listener.ListenAsync(Duration, databases, end), out var faults, FaultMessages.Listening(session.Name)))
        {
            owners.AddRange(faults.GroupBy(fault => fault.Ecu).Select(group => new FaultOwner(group.Key, [group.Key], [.. group])
            {
                Address = byte.Parse(group.Key.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            }));
        }

        return listener.MessagesHeard;
    }
}
