using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Shows the connected devices with their state and counters, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanDevice", DefaultParameterSetName = DeviceSet)]
[OutputType(typeof(CanSession), ParameterSetName = [DeviceSet])]
[OutputType(typeof(SessionEvent), ParameterSetName = [EventSet])]
public sealed class GetCanDeviceCommand : CanCmdlet
{
    private const string DeviceSet = "Device";
    private const string EventSet = "Event";

    /// <summary>The names of the devices; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Device")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Shows the last 1,000 events of the devices instead: connected, lost, retried, frames lost and why.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in FindByName(Name, State.Sessions, CanErrors.DeviceNotFound))
        {
            WriteObject(Event ? session.EventsAfter() : session, enumerateCollection: Event);
        }
    }
}
