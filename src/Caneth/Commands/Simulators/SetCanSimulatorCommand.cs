using System.Management.Automation;
using Caneth.Binding;
using Caneth.Simulation;

namespace Caneth.Commands;

/// <summary>Switches the faults of running simulators on and off.</summary>
[Cmdlet(VerbsCommon.Set, "CanSimulator", SupportsShouldProcess = true)]
[OutputType(typeof(GatewaySimulator))]
public sealed class SetCanSimulatorCommand : SimulatorCmdlet
{
    /// <summary>The faults that are on from now on; all others are off. @() switches all off.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Read<FaultConverter>(Each = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public FaultSetting[] Fault { get; set; } = [];

    /// <summary>Emits the simulators.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var simulator in Named().Where(simulator => ShouldProcess(simulator.Name, $"Set faults: {string.Join(", ", Fault)}")))
        {
            foreach (var over in simulator.Faults.Active.Where(active => Fault.All(wanted => wanted.Fault != active.Fault)))
            {
                simulator.Faults.Clear(over.Fault);
            }

            foreach (var wanted in Fault)
            {
                simulator.Faults.Set(wanted);
            }

            if (PassThru)
            {
                WriteObject(simulator);
            }
        }
    }
}
