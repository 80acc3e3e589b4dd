using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Shows the connected devices with their state and counters, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanDevice", DefaultParameterSetName = DeviceSet)]
[OutputType(typeof(CanSession), ParameterSetName = [DeviceSet])]
[OutputType(typeof(SessionEvent), ParameterSetName = [EventSet])]
public sealed class GetCanDeviceCommand : CanCommand
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
        foreach (var pattern in Name)
        {
            var found = State.Sessions.Find(pattern);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                WriteError(CanErrors.DeviceNotFound(pattern, State.Sessions));
            }

            foreach (var session in found)
            {
                if (Event)
                {
                    WriteObject(session.EventsAfter(), enumerateCollection: true);
                }
                else
                {
                    WriteObject(session);
                }
            }
        }
    }
}
