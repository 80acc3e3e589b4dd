using System.Management.Automation;

namespace Caneth.Commands;

/// <summary>Stops running simulators; their clients lose the connection.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanSimulator", SupportsShouldProcess = true)]
public sealed class StopCanSimulatorCommand : SimulatorCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var simulator in Named().Where(simulator => ShouldProcess(simulator.Name, "Stop simulator")))
        {
            Await(simulator.DisposeAsync().AsTask());
            State.Simulators.Remove(simulator);
        }
    }
}
