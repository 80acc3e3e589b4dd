using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Commands;

namespace Caneth.Handlers;

/// <summary>
/// The handlers of one runspace. Receiving threads only signal; one engine event, however many frames there are, wakes the
/// runspace, which then runs the actions for all of them in order. Cmdlets that wait do the same meanwhile.
/// </summary>
internal sealed class HandlerQueue(Runspace runspace)
{
    private const string EventName = "Caneth.FramesAvailable";

    // The prompt gets its turn in between, however busy the bus is.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private PSEventSubscriber? subscriber;
    private int signalled;
    private bool draining;

    /// <summary>Raised on a receiving thread when there is something to drain, for cmdlets that wait.</summary>
    public event Action? Signalled;

    /// <summary>The handlers, in the order in which they were registered.</summary>
    public NamedSet<CanHandler> Handlers { get; } = new(handler => handler.Name);

    /// <summary>Adds a handler, which sees frames from now on.</summary>
    public void Add(CanHandler handler)
    {
        Handlers.Add(handler);
        lock (gate)
        {
            subscriber ??= runspace.Events.SubscribeEvent(null, null, EventName, null,
                ScriptBlock.Create("$Event.MessageData.Invoke()"), supportEvent: true, forwardEvent: false);
        }

        handler.Start();
    }

    public void Remove(CanHandler handler) => Handlers.Remove(handler);

    /// <summary>Ends all handlers.</summary>
    public void End()
    {
        foreach (var handler in Handlers)
        {
            handler.End();
        }
    }

    /// <summary>Asks the runspace to drain; on any thread, without waiting for it.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref signalled, 1) == 0)
        {
            // The engine may run the action on the thread that raises the event, and a receiving thread must not wait for it.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Raise(), this, preferLocal: false);
        }

        Signalled?.Invoke();
    }

    /// <summary>Runs the actions for the frames that are there, on the runspace's thread.</summary>
    public void Drain()
    {
        // An action that waits for frames itself must not run other actions in its midst, or order would be lost.
        if (draining || Volatile.Read(ref signalled) == 0)
        {
            return;
        }

        draining = true;
        try
        {
            Volatile.Write(ref signalled, 0);
            var until = new Deadline(Turn);
            foreach (var handler in Handlers.OfType<ForegroundHandler>())
            {
                handler.Drain(until);
            }

            if (until.IsOver)
            {
                Signal();
            }
        }
        finally
        {
            draining = false;
        }
    }

    private void Raise()
    {
        try
        {
            if (runspace.RunspaceStateInfo.State == RunspaceState.Opened)
            {
                runspace.Events.GenerateEvent(EventName, null, [], PSObject.AsPSObject((Action)Drain));
            }
        }
        catch (Exception exception) when (exception is PSInvalidOperationException
            or InvalidRunspaceStateException or ObjectDisposedException)
        {
            // The runspace closed just now, and its handlers end with it.
        }
    }
}
