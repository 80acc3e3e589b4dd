namespace Caneth.Handlers;

/// <summary>A handler that runs on the user's runspace, where the user's variables and functions are at hand.</summary>
/// <param name="definition">What was registered.</param>
/// <param name="queue">Who drains it.</param>
internal sealed class ForegroundHandler(HandlerDefinition definition, HandlerQueue queue) : CanHandler(definition)
{
    public override bool Background => false;

    /// <summary>Runs the action for the frames that are there; on the runspace's thread.</summary>
    public void Drain(Commands.Deadline until) => RunForFrames(until);

    internal override void End()
    {
        base.End();
        queue.Remove(this);
    }

    private protected override void FramesAvailable() => queue.Signal();
}
