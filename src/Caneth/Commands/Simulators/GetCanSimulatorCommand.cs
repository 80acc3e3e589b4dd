using System.Management.Automation;
using Caneth.Simulation;

namespace Caneth.Commands;

/// <summary>Shows the running simulators.</summary>
[Cmdlet(VerbsCommon.Get, "CanSimulator")]
[OutputType(typeof(GatewaySimulator))]
public sealed class GetCanSimulatorCommand : SimulatorCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var simulator in Named())
        {
            WriteObject(simulator);
        }
    }
}
