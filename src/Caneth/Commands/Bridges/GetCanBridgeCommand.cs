using System.Management.Automation;
using Caneth.Bridges;

namespace Caneth.Commands;

/// <summary>Shows bridges with their counters, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanBridge", DefaultParameterSetName = BridgeSet)]
[OutputType(typeof(CanBridge), ParameterSetName = [BridgeSet])]
[OutputType(typeof(BridgeEvent), ParameterSetName = [EventSet])]
public sealed class GetCanBridgeCommand : BridgeCmdlet
{
    private const string BridgeSet = "Bridge";
    private const string EventSet = "Event";

    /// <summary>Emits what happened to the bridges instead: the last 1,000 warnings and errors, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var bridge in Named())
        {
            if (Event)
            {
                WriteObject(bridge.EventsAfter(), enumerateCollection: true);
            }
            else
            {
                WriteObject(bridge);
            }
        }
    }
}
