using System.Management.Automation;
using Caneth.Bridges;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Ends bridges: nothing more goes from one device to the other.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanBridge", SupportsShouldProcess = true)]
[OutputType(typeof(CanBridge))]
public sealed class StopCanBridgeCommand : BridgeCmdlet
{
    /// <summary>Emits the bridges, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var bridge in Named().Where(bridge => ShouldProcess(bridge.Name, "Stop bridge")))
        {
            new PipelineWaiter(this).Await(bridge.DisposeAsync().AsTask());
            State.Bridges.Remove(bridge);
            Display.Show(bridge);
            if (PassThru)
            {
                WriteObject(bridge);
            }
        }
    }
}
