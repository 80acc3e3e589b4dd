using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Commands;

namespace Caneth.Handlers;

/// <summary>A handler that runs in a runspace of its own, even while the prompt is busy.</summary>
internal sealed class BackgroundHandler : CanHandler, IDisposable
{
    private readonly SemaphoreSlim available = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly PowerShell shell;
    private readonly HandlerQueue queue;

    public BackgroundHandler(HandlerDefinition definition, HandlerQueue queue, Runspace runspace)
        : base(definition)
    {
        this.queue = queue;
        shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript("$args[0].Invoke()").AddArgument((Action)RunUntilEnd);
    }

    public override bool Background => true;

    internal override void Start()
    {
        base.Start();
        shell.BeginInvoke<PSObject>(null, null, static done => ((BackgroundHandler)done.AsyncState!).Close(), this);
    }

    public void Dispose()
    {
        // Not the signals: whoever ends the handler, or brings it frames, may hold them still, and there is nothing in them.
        shell.Runspace.Dispose();
        shell.Dispose();
    }

    internal override void End()
    {
        base.End();
        queue.Remove(this);
        stop.Cancel();
    }

    private protected override void FramesAvailable()
    {
        // Once is enough: the loop takes all that is there.
        if (available.CurrentCount == 0)
        {
            available.Release();
        }
    }

    private void RunUntilEnd()
    {
        try
        {
            while (!Ended)
            {
                available.Wait(stop.Token);
                RunForFrames(new Deadline(null));
            }
        }
        catch (OperationCanceledException)
        {
            // Unregistered.
        }
    }

    private void Close()
    {
        if (!Ended)
        {
            End();
        }

        Dispose();
    }
}
