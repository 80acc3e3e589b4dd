using System.Management.Automation;
using Caneth.Binding;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>Shows what is sent again and again with its state and counters, and what happened to it.</summary>
[Cmdlet(VerbsCommon.Get, "CanTransmission", DefaultParameterSetName = TransmissionSet)]
[OutputType(typeof(CanTransmission), ParameterSetName = [TransmissionSet])]
[OutputType(typeof(TransmissionEvent), ParameterSetName = [EventSet])]
public sealed class GetCanTransmissionCommand : TransmissionCmdlet
{
    private const string TransmissionSet = "Transmission";
    private const string EventSet = "Event";

    /// <summary>The names of the transmissions; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TransmissionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Emits what happened to the transmissions instead: the last 1,000 warnings and errors, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var transmission in Named(Name))
        {
            if (Event)
            {
                WriteObject(transmission.EventsAfter(), enumerateCollection: true);
            }
            else
            {
                WriteObject(transmission);
            }
        }
    }
}
