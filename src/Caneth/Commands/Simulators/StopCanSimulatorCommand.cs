using System.Management.Automation;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Stops running simulators; their clients lose the connection.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanSimulator", SupportsShouldProcess = true)]
public sealed class StopCanSimulatorCommand : SimulatorCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var simulator in Named().Where(simulator => ShouldProcess(simulator.Name, "Stop simulator")))
        {
            new PipelineWaiter(this).Await(simulator.DisposeAsync().AsTask());
            State.Simulators.Remove(simulator);
        }
    }
}
