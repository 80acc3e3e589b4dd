using System.Management.Automation;
using Caneth.Publishing;

namespace Caneth.Commands;

/// <summary>Shows publishers with their counters, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanPublisher", DefaultParameterSetName = PublisherSet)]
[OutputType(typeof(CanPublisher), ParameterSetName = [PublisherSet])]
[OutputType(typeof(PublisherEvent), ParameterSetName = [EventSet])]
public sealed class GetCanPublisherCommand : PublisherCmdlet
{
    private const string PublisherSet = "Publisher";
    private const string EventSet = "Event";

    /// <summary>Emits what happened to the publishers instead: the last 1,000 warnings and errors, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var publisher in Named())
        {
            if (Event)
            {
                WriteObject(publisher.EventsAfter(), enumerateCollection: true);
            }
            else
            {
                WriteObject(publisher);
            }
        }
    }
}
