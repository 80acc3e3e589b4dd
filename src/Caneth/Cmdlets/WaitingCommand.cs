using System.Management.Automation;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.State;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>
/// What all cmdlets have in common: they stop at once when the pipeline does, wait without blocking what must go on meanwhile, and
/// show what happened to the devices they work with.
/// </summary>
public abstract class WaitingCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ManualResetEventSlim wake = new();
    private volatile bool isWanted;
    private ModuleState? state;

    /// <summary>Whether it tells what is new of the shell's recordings, as every command does that does not emit it.</summary>
    private protected virtual bool TellsOfRecordings => true;

    /// <summary>Cancelled when the pipeline stops.</summary>
    private protected CancellationToken StopToken => stop.Token;

    /// <summary>What this copy of the module holds for the runspace.</summary>
    private protected ModuleState State => state ??= ModuleState.Of(MyInvocation.MyCommand.Module);

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
            wake.Dispose();
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

    /// <summary>Waits until something happens or the time is over; handlers have the time.</summary>
    private protected void Rest(TimeSpan longest)
    {
        var until = new Deadline(longest == Timeout.InfiniteTimeSpan ? null : longest);
        State.Handlers.Signalled += SetWake;
        try
        {
            var pause = State.Handlers.DrainWhileWaiting(until, () => isWanted);
            wake.Wait(until.Or(new Deadline(pause == Timeout.InfiniteTimeSpan ? null : pause)).Remaining);

            // In this order: whoever comes between the two is looked at by the caller, who looks at everything anew.
            wake.Reset();
            isWanted = false;
        }
        finally
        {
            State.Handlers.Signalled -= SetWake;
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
        isWanted = true;
        SetWake();
    }

    private void SetWake()
    {
        try
        {
            wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody rests any more.
        }
    }

    /// <summary>Warns; what a log, a wire or a name brings cannot steer the terminal.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <summary>Tells a detail where -Verbose asks for it, as safe as a warning.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(VisibleText.Of(text));

    /// <summary>Asks whether to change something, where the user wants to be asked; as safe as a warning.</summary>
    private protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(VisibleText.Of(target), VisibleText.Of(action));

    /// <summary>Ends the command with an error.</summary>
    private protected T Stop<T>(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        throw new InvalidOperationException("Not reached: the line above has thrown.");
    }

    /// <summary>
    /// Shows what happened to devices, and to the shell's recordings, since it was shown last: losses as warnings, the rest where
    /// -Verbose asks for it.
    /// </summary>
    private protected void ShowEvents(IReadOnlyList<CanSession> sessions)
    {
        if (TellsOfRecordings)
        {
            State.TellNews(ShowEvents);
        }

        foreach (var session in sessions)
        {
            var shown = State.EventsShown.GetOrCreateValue(session);
            if (session.EventCount != shown.Number)
            {
                foreach (var happened in session.EventsAfter(shown.Number).Where(happened => shown.TryTake(happened.Number)))
                {
                    Show(happened);
                }
            }
        }
    }

    /// <summary>Shows what happened to a recording since it was shown last.</summary>
    private protected void ShowEvents(CanRecording recording)
    {
        var shown = State.EventsShown.GetOrCreateValue(recording);
        foreach (var happened in recording.EventsAfter(shown.Number).Where(happened => shown.TryTake(happened.Number)))
        {
            Show(recording, happened);
        }
    }

    /// <summary>Shows what happened to a recording. It is no failure of a command that was asked for something else.</summary>
    private protected virtual void Show(CanRecording recording, RecordingEvent happened)
    {
        var text = $"{recording.Name}: {happened.Message}";
        if (happened.Level == SessionEventLevel.Information)
        {
            WriteVerbose(text);
        }
        else
        {
            WriteWarning(text);
        }
    }

    private void Await(Task task, IReadOnlyList<CanSession> sessions, Func<string?> status)
    {
        using var woken = stop.Token.UnsafeRegister(static command => ((WaitingCommand)command!).WakeUp(), this);
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
