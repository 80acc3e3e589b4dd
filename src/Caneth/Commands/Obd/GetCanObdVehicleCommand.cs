using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Reads what every control unit of a vehicle says of itself by OBD-II: the VIN, its name, calibrations, the lamp, which monitors are ready.</summary>
[Cmdlet(VerbsCommon.Get, "CanObdVehicle")]
[OutputType(typeof(ObdVehicle))]
public sealed class GetCanObdVehicleCommand : ObdCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var vehicle = Vehicle(session);
        if (!TryAsk(session.Name, end => vehicle.ReadVehicleAsync(end), out var read))
        {
            return;
        }

        foreach (var one in read.Items.Where(one => IsSelected(one.Ecu, one.HexId)))
        {
            WriteObject(one);
        }

        WriteFailures(read.Failures, session.Name);
        CheckSelection([.. vehicle.Units.Select(NamesOf)]);
    }
}
