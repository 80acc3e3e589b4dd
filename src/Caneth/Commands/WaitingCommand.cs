using System.Management.Automation;
using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>
/// What all cmdlets have in common: they stop at once when the pipeline does, wait without blocking what must go on meanwhile, and
/// show what happened to the devices they work with.
/// </summary>
public abstract class WaitingCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    private protected CancellationToken StopToken => stop.Token;

    /// <summary>Set when there is something to look at: a frame, an end, a stop.</summary>
    private protected ManualResetEventSlim Wake { get; } = new();

    private protected static ModuleState State => ModuleState.Current;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the cmdlet began; called whichever way the pipeline ends.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            stop.Dispose();
            Wake.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself just now.
        }
    }

    /// <summary>Waits for a task on the pipeline's thread, showing meanwhile what happens to the devices.</summary>
    private protected void Await(Task task, params IReadOnlyList<CanSession> sessions) =>
        Await(task, sessions, () => ModuleMessages.Pending(sessions));

    /// <summary>Does what may take long and hangs on no device: the pipeline ends it, and so does the end of the module.</summary>
    /// <param name="status">What it does, for the progress bar.</param>
    /// <param name="begin">Begins it; what it has opened when it is cancelled it closes itself.</param>
    private protected void Await(string status, Func<CancellationToken, Task> begin)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(StopToken, State.Ending);
        try
        {
            Await(begin(end.Token), [], () => status);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            ThrowIfStopped();
            Stop<object>(CanErrors.ModuleRemoved(MyInvocation.MyCommand.Name));
        }
        finally
        {
            // The wait may have ended before its token was cancelled, and nothing must go on behind it.
            end.Cancel();
        }
    }

    /// <summary>As <see cref="Await(string, Func{CancellationToken, Task})"/>, with what came of it.</summary>
    private protected T Await<T>(string status, Func<CancellationToken, Task<T>> begin)
    {
        Task<T>? task = null;
        Await(status, end => (Task)(task = begin(end)));
        return task!.Result;
    }

    /// <summary>Waits for frames until the deadline.</summary>
    /// <param name="subscriptions">Where they come from.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="sessions">The devices whose events are shown meanwhile.</param>
    /// <param name="status">What is missing, for the progress bar; without it there is none.</param>
    /// <returns>
    /// The frames in order, valid until the next call; empty when the time is over or all subscriptions have ended.
    /// </returns>
    private protected ReadOnlyMemory<CanFrame> Next(
        IReadOnlyList<FrameSubscription> subscriptions, Deadline deadline, IReadOnlyList<CanSession> sessions, Func<string>? status = null)
    {
        using var woken = stop.Token.UnsafeRegister(static command => ((WaitingCommand)command!).WakeUp(), this);
        var bar = status is null ? null : Bar();
        while (true)
        {
            ThrowIfStopped();
            State.Handlers.Drain();
            foreach (var subscription in subscriptions)
            {
                if (subscription.Take() is { IsEmpty: false } frames)
                {
                    ShowEvents(sessions);
                    bar?.End();
                    return frames;
                }
            }

            ShowEvents(sessions);
            if (deadline.IsOver || subscriptions.All(subscription => subscription.Ended))
            {
                bar?.End();
                return default;
            }

            Rest(Show(bar, status, deadline));
        }
    }

    /// <summary>Runs the handlers that have frames, then waits until something happens or the time is over.</summary>
    /// <returns>Whether something happened.</returns>
    private protected bool Rest(TimeSpan longest)
    {
        State.Handlers.Signalled += WakeUp;
        try
        {
            State.Handlers.Drain();
            var woken = Wake.Wait(longest);
            Wake.Reset();
            return woken;
        }
        finally
        {
            State.Handlers.Signalled -= WakeUp;
        }
    }

    /// <summary>Makes a progress bar for the cmdlet.</summary>
    private protected ProgressBar Bar() => new(this, MyInvocation.MyCommand.Name);

    /// <summary>Ends the command without a word where the pipeline was stopped.</summary>
    private protected void ThrowIfStopped()
    {
        if (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Lets <see cref="Rest"/> return; for other threads.</summary>
    private protected void WakeUp()
    {
        try
        {
            Wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody rests any more.
        }
    }

    /// <summary>Ends the command with an error.</summary>
    private protected T Stop<T>(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        throw new InvalidOperationException("Not reached: the line above has thrown.");
    }

    /// <summary>
    /// Shows what happened to devices since it was shown last: losses as warnings, the rest where -Verbose asks for it.
    /// </summary>
    private protected void ShowEvents(IReadOnlyList<CanSession> sessions)
    {
        foreach (var session in sessions)
        {
            var shown = State.EventsShown.GetValue(session, static _ => new StrongBox<long>());
            if (session.EventCount == shown.Value)
            {
                continue;
            }

            foreach (var happened in session.EventsAfter(shown.Value))
            {
                shown.Value = happened.Number;
                Show(happened);
            }
        }
    }

    private void Await(Task task, IReadOnlyList<CanSession> sessions, Func<string?> status)
    {
        using var woken = stop.Token.UnsafeRegister(static wake => ((ManualResetEventSlim)wake!).Set(), Wake);
        task.ContinueWith(static (_, command) => ((WaitingCommand)command!).WakeUp(), this, TaskScheduler.Default);
        var bar = Bar();
        while (!task.IsCompleted)
        {
            ThrowIfStopped();
            ShowEvents(sessions);
            Rest(Show(bar, status, default));
        }

        bar.End();
        ShowEvents(sessions);
        task.GetAwaiter().GetResult();
    }

    /// <returns>How long to rest until it is to be shown again, or the time is over.</returns>
    private static TimeSpan Show(ProgressBar? bar, Func<string?>? status, Deadline deadline)
    {
        if (bar is { IsDue: true })
        {
            bar.Show(status!(), left: deadline);
        }

        return (bar is null ? deadline : deadline.Or(bar.Due)).Remaining;
    }

    private void Show(SessionEvent happened)
    {
        var text = $"{happened.Device}: {happened.Message}";
        switch (happened.Level)
        {
            case SessionEventLevel.Error:
                WriteError(CanErrors.Session(happened.Error!, happened.Frames));
                break;
            case SessionEventLevel.Warning:
                WriteWarning(text);
                break;
            default:
                WriteVerbose(text);
                break;
        }
    }
}
