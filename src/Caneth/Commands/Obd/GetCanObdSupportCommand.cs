using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Asks every control unit of a vehicle which values it has by OBD-II.</summary>
[Cmdlet(VerbsCommon.Get, "CanObdSupport")]
[OutputType(typeof(ObdSupport))]
public sealed class GetCanObdSupportCommand : ObdCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var vehicle = Vehicle(session);
        if (TryAsk(session.Name, end => vehicle.ReadSupportAsync(end), out var supported))
        {
            WriteObject(supported.Where(one => IsSelected(one.Ecu, one.HexId)), enumerateCollection: true);
            CheckSelection([.. vehicle.Units.Select(NamesOf)]);
        }
    }
}
