namespace Caneth.Handlers;

/// <summary>A handler that runs on the user's runspace, where the user's variables and functions are at hand.</summary>
/// <param name="definition">What was registered.</param>
/// <param name="queue">Who runs it.</param>
internal sealed class ForegroundHandler(HandlerDefinition definition, HandlerQueue queue) : CanHandler(definition, queue)
{
    public override bool Background => false;

    private protected override void FramesAvailable() => Queue.Signal();
}
