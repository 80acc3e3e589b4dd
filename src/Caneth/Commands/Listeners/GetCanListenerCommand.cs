using System.Management.Automation;
using Caneth.Listening;

namespace Caneth.Commands;

/// <summary>Shows listeners with their devices and counters, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanListener", DefaultParameterSetName = ListenerSet)]
[OutputType(typeof(CanListener), ParameterSetName = [ListenerSet])]
[OutputType(typeof(ListenerEvent), ParameterSetName = [EventSet])]
public sealed class GetCanListenerCommand : ListenerCmdlet
{
    private const string ListenerSet = "Listener";
    private const string EventSet = "Event";

    /// <summary>Emits what happened to the listeners instead: the last 1,000 warnings, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var listener in Named())
        {
            if (Event)
            {
                WriteObject(listener.EventsAfter(), enumerateCollection: true);
            }
            else
            {
                WriteObject(listener);
            }
        }
    }
}
