using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Publishing;

namespace Caneth.Commands;

/// <summary>Ends publishers: what came until now still goes to the broker, and what it does not acknowledge stays in the spool.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanPublisher", SupportsShouldProcess = true)]
[OutputType(typeof(CanPublisher))]
public sealed class StopCanPublisherCommand : PublisherCmdlet
{
    /// <summary>Emits the publishers, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var publisher in Named().Where(publisher => ShouldProcess(publisher.Name, "Stop publisher")))
        {
            new PipelineWaiter(this).Await(publisher.StopAsync(StopToken));
            State.Publishers.Remove(publisher);
            Display.Show(publisher);
            if (PassThru)
            {
                WriteObject(publisher);
            }
        }
    }
}
