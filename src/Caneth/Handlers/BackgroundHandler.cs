using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Waiting;

namespace Caneth.Handlers;

/// <summary>A handler that runs in a runspace of its own, even while the prompt is busy.</summary>
internal sealed class BackgroundHandler : CanHandler, IDisposable
{
    // Errors that were held back are reported in between, however fast frames come.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private static readonly CmdletInfo RunUntilEnd = new("Invoke-BackgroundCanHandler", typeof(InvokeBackgroundCanHandlerCommand));

    private readonly SemaphoreSlim available = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly PowerShell shell;

    public BackgroundHandler(HandlerDefinition definition, HandlerQueue queue, Runspace runspace)
        : base(definition, queue)
    {
        shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript("& $args[0] $args[1]").AddArgument(RunUntilEnd).AddArgument(this);
    }

    public override bool Background => true;

    /// <summary>Runs the action for all frames that come, on the thread of its runspace.</summary>
    /// <param name="isStopping">Whether the runspace stops what runs in it.</param>
    public void RunToEnd(Func<bool> isStopping)
    {
        try
        {
            while (!Ended)
            {
                if (!HasFrames())
                {
                    available.Wait(NoticesDue, stop.Token);
                }

                Run(new HandlerTurn(new Deadline(Turn), isStopping));
            }
        }
        catch (OperationCanceledException)
        {
            // Unregistered.
        }
    }

    public void Dispose()
    {
        // Not the signals: whoever ends the handler, or brings it frames, may hold them still, and there is nothing in them.
        shell.Runspace.Dispose();
        shell.Dispose();
    }

    internal override void Start()
    {
        base.Start();
        shell.BeginInvoke<PSObject>(null, null, static done => ((BackgroundHandler)done.AsyncState!).Close(), this);
    }

    internal override void End()
    {
        base.End();
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

    private void Close()
    {
        if (!Ended)
        {
            End();
        }

        Dispose();
    }
}
