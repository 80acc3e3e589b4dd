using System.Management.Automation;

namespace Caneth.Commands;

/// <summary>Ends the connection to control units: they are asked for nothing, and told nothing any more.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "CanEcu", SupportsShouldProcess = true)]
public sealed class DisconnectCanEcuCommand : NamedEcuCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var ecu in Named().Where(ecu => ShouldProcess(ecu.Name, "Disconnect")))
        {
            ecu.Dispose();
            State.Diagnostics.ActiveEcus.Remove(ecu);
        }
    }
}
