using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Waiting;

namespace Caneth.Handlers;

/// <summary>
/// The handlers of one runspace, and their turns on its thread. Receiving threads only signal; one engine event, however many frames
/// there are, gives the handlers a turn between the statements of the user's script. Cmdlets that wait give them the time they wait.
/// </summary>
/// <remarks>
/// A turn takes no longer than the user's script had since the last one, so that a handler that is slower than the bus leaves the
/// script at least half of the time. What it does not get to stays in the handlers' hands.
/// </remarks>
internal sealed class HandlerQueue : IDisposable
{
    private const string EventName = "Caneth.FramesAvailable";

    // A transcript that nobody comes to write must not fill the memory.
    private const int MostTranscribed = 1000;

    // What handlers keep while the prompt is busy: as much as one device keeps for a few of them, shared where there are many.
    private const int MostKept = 262_144;
    private const int MostKeptForEach = 65_536;
    private const int LeastKeptForEach = 1024;

    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(200);

    private static readonly CmdletInfo GiveTurn = new("Invoke-CanHandlerQueue", typeof(InvokeCanHandlerQueueCommand));

    private readonly Lock gate = new();
    private readonly ConcurrentQueue<string> transcript = [];
    private readonly Runspace runspace;
    private readonly PSObject turnOfThis;
    private readonly Timer rest;
    private PSEventSubscriber? subscriber;
    private CanHandler? first;
    private TimeSpan lastTurn;
    private TimeSpan lastAction;
    private long lastTurnEnd;
    private int signalled;
    private bool isRunning;

    /// <param name="runspace">The runspace whose handlers these are.</param>
    /// <param name="shared">The handlers that a background handler knows: those of its shell.</param>
    public HandlerQueue(Runspace runspace, NamedSet<CanHandler>? shared = null)
    {
        this.runspace = runspace;
        Handlers = shared ?? new(handler => handler.Name);
        turnOfThis = PSObject.AsPSObject(new object[] { GiveTurn, this });
        rest = new(static queue => ((HandlerQueue)queue!).GenerateEvent(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on a receiving thread when there is something to do, for cmdlets that wait.</summary>
    public event Action? Signalled;

    /// <summary>The handlers, in the order in which they were registered.</summary>
    public NamedSet<CanHandler> Handlers { get; }

    /// <summary>What they show.</summary>
    public HandlerOutput Output { get; } = new();

    /// <summary>How many frames the next handler may keep until it gets its turn.</summary>
    public int CapacityOfNext => Math.Clamp(MostKept / (Handlers.Count() + 1), LeastKeptForEach, MostKeptForEach);

    private bool HasWork => !isRunning && Volatile.Read(ref signalled) != 0;

    /// <summary>What the user's script has still to get before the next turn.</summary>
    private TimeSpan Owed => Left(lastTurn);

    /// <summary>
    /// What a wait has still to get before handlers take the rest of it: as much as an action, by which they may prolong it.
    /// </summary>
    private TimeSpan OwedToWait => Left(lastTurn < lastAction ? lastTurn : lastAction);

    /// <summary>Adds a handler, which sees frames from now on.</summary>
    public void Add(CanHandler handler)
    {
        Handlers.Add(handler);
        lock (gate)
        {
            // Commands only: a method call is refused in constrained language.
            subscriber ??= runspace.Events.SubscribeEvent(null, null, EventName, null,
                ScriptBlock.Create("& $Event.MessageData[0] $Event.MessageData[1]"), supportEvent: true, forwardEvent: false);
        }

        handler.Start();
    }

    public void Remove(CanHandler handler) => Handlers.Remove(handler);

    /// <summary>Ends all handlers that were registered here.</summary>
    /// <returns>How many there were.</returns>
    public int End()
    {
        var own = Handlers.Where(handler => handler.Queue == this).ToList();
        own.ForEach(handler => handler.End());
        return own.Count;
    }

    public void Dispose() => rest.Dispose();

    /// <summary>Asks for a turn; on any thread, without waiting for it.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref signalled, 1) == 0)
        {
            Schedule();
        }

        Signalled?.Invoke();
    }

    /// <summary>Writes a line that was shown beside the pipeline into the user's transcript, where there is one.</summary>
    public void Transcribe(string line)
    {
        if (transcript.Count < MostTranscribed)
        {
            transcript.Enqueue(line);
            Signal();
        }
    }

    /// <summary>Gives the handlers a turn where they are due one; on the runspace's thread, between whatever the user does.</summary>
    public void Drain()
    {
        if (!HasWork)
        {
            return;
        }

        if (Owed > TimeSpan.Zero)
        {
            Schedule();
            return;
        }

        var start = TimeProvider.System.GetTimestamp();
        var had = TimeProvider.System.GetElapsedTime(lastTurnEnd, start);
        var turn = new HandlerTurn(new Deadline(had < ShortestTurn ? ShortestTurn : had > LongestTurn ? LongestTurn : had), static () => false);
        try
        {
            Run(turn);
        }
        finally
        {
            Finish(TimeProvider.System.GetElapsedTime(start), turn.LastAction);
        }
    }

    /// <summary>Lets the handlers have the time for which a cmdlet waits; on the runspace's thread.</summary>
    /// <param name="until">When the wait is over.</param>
    /// <param name="isWanted">Whether what the cmdlet waits for has come.</param>
    /// <returns>How long to wait before this is to be called again, at most; infinite where there is nothing to do.</returns>
    public TimeSpan DrainWhileWaiting(Deadline until, Func<bool> isWanted)
    {
        if (!HasWork)
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (OwedToWait <= TimeSpan.Zero)
        {
            var turn = new HandlerTurn(until, isWanted);
            try
            {
                Run(turn);
            }
            finally
            {
                Finish(turn.LastAction, turn.LastAction);
            }
        }

        return HasWork ? OwedToWait : Timeout.InfiniteTimeSpan;
    }

    private void Run(HandlerTurn turn)
    {
        // An action that waits for frames itself must not run other actions in its midst, or order would be lost.
        isRunning = true;
        Volatile.Write(ref signalled, 0);
        var hasRest = true;
        try
        {
            List<CanHandler> due = [.. Handlers.Where(handler => handler.Queue == this && !handler.Background)];
            var start = Math.Max(0, first is null ? 0 : due.IndexOf(first));
            first = null;
            for (var index = 0; index < due.Count && first is null; index++)
            {
                due[(start + index) % due.Count].Run(turn);
                first = turn.Continues ? null : due[(start + index + 1) % due.Count];
            }

            hasRest = first is not null;
            WriteTranscript();
        }
        finally
        {
            isRunning = false;
            if (hasRest)
            {
                Volatile.Write(ref signalled, 1);
            }
        }
    }

    private void Finish(TimeSpan turn, TimeSpan action)
    {
        (lastTurn, lastAction, lastTurnEnd) = (turn, action, TimeProvider.System.GetTimestamp());
        if (HasWork)
        {
            // Also where it was signalled in between: the event for that may have come during this turn.
            Schedule();
        }
    }

    private TimeSpan Left(TimeSpan time) =>
        time - TimeProvider.System.GetElapsedTime(lastTurnEnd) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Schedule()
    {
        // Never on this thread: the engine may run the turn on the thread that raises the event, and a receiving thread must not wait.
        try
        {
            rest.Change(Owed, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The runspace has closed.
        }
    }

    private void GenerateEvent()
    {
        try
        {
            if (runspace.RunspaceStateInfo.State == RunspaceState.Opened)
            {
                runspace.Events.GenerateEvent(EventName, null, [], turnOfThis);
            }
        }
        catch (Exception exception) when (exception is PSInvalidOperationException
            or InvalidRunspaceStateException or ObjectDisposedException)
        {
            // The runspace closed just now, and its handlers end with it.
        }
    }

    private void WriteTranscript()
    {
        var lines = new List<string>();
        while (transcript.TryDequeue(out var line))
        {
            lines.Add(line);
        }

        if (lines.Count > 0)
        {
            ScriptBlock.Create("$args[0] | Out-Default -Transcript").Invoke(lines);
        }
    }
}
