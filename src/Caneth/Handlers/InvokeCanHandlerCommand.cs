using System.Diagnostics;
using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>
/// Runs an action for one frame after another. The action is fenced as the body of a function is: nothing that it does ends more than
/// its own invocation, and no frame is taken that it does not see.
/// </summary>
/// <remarks>Not exported: a part of <see cref="HandlerPipeline"/>.</remarks>
[Cmdlet(VerbsLifecycle.Invoke, "CanHandler")]
internal sealed class InvokeCanHandlerCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public IActionSource Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    public HandlerTurn Turn { get; set; } = null!;

    protected override void ProcessRecord()
    {
        while (Turn.Continues && Source.TryTake(out var frame, out var message))
        {
            if (Source.Action is { } action)
            {
                Run(action, message ?? frame);
            }
            else
            {
                WriteObject(message ?? FrameLine.Of(frame));
            }
        }
    }

    private void Run(ScriptBlock action, object item)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            ActionInvoker.Invoke(action, this, item, item, Source.MessageData);
        }
        catch (LoopFlowException)
        {
            // A break or continue without a loop of its own. It would go on to the user's loop, or end the user's script.
        }
        catch (ExitException)
        {
            Source.Failed(CanErrors.ExitInAction());
        }
        catch (PipelineStoppedException) when (Stopping)
        {
            Turn.Interrupt();
            throw;
        }
        catch (FlowControlException)
        {
            // The debugger quits.
            Turn.Interrupt();
            throw;
        }
        catch (RuntimeException failure)
        {
            Source.Failed(failure.ErrorRecord);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Source.Failed(CanErrors.ActionFailed(failure));
        }
        finally
        {
            Turn.LastAction = Stopwatch.GetElapsedTime(start);
        }
    }
}
