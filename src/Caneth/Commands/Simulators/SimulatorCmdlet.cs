using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Simulation;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with running simulators.</summary>
public abstract class SimulatorCmdlet : CanCmdlet
{
    /// <summary>The names of the simulators; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<GatewaySimulator> Named() => FindByName(Name, State.Simulators, CanErrors.SimulatorNotFound);
}
