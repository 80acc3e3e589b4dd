using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Gives the handlers of a runspace their turn.</summary>
/// <remarks>Not exported: what the engine event of a <see cref="HandlerQueue"/> runs.</remarks>
[Cmdlet(VerbsLifecycle.Invoke, "CanHandlerQueue")]
internal sealed class InvokeCanHandlerQueueCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public HandlerQueue Queue { get; set; } = null!;

    protected override void ProcessRecord() => Queue.Drain();
}
