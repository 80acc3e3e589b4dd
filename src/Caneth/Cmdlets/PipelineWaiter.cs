using System.Diagnostics.CodeAnalysis;
using Caneth.Handlers;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>
/// Waits on the pipeline's thread: ends at once when the pipeline stops, gives handlers the time, shows what happens to the devices,
/// and how far it is.
/// </summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
[SuppressMessage("Design", "CA1001", Justification = "An event whose handle nobody asked for has nothing in it to be disposed of.")]
internal sealed class PipelineWaiter(CanCmdlet cmdlet)
{
    // Often enough for whoever looks at a progress bar.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim wake = new();
    private volatile bool isWanted;

    private HandlerQueue Handlers => cmdlet.State.Handlers;

    /// <summary>Waits for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="sessions">The devices that it works with.</param>
    public void Await(Task task, params IReadOnlyList<CanSession> sessions) => Await(task, sessions, () => ModuleMessages.Pending(sessions));

    /// <summary>Waits for what a device is asked for; it is cancelled when the time is over, or the pipeline stops.</summary>
    /// <param name="session">The device.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="begin">Begins it.</param>
    public void Await(CanSession session, TimeSpan timeout, Func<CancellationToken, ValueTask> begin)
    {
        using var time = new CancellationTokenSource(timeout);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cmdlet.StopToken);
        var task = begin(end.Token);
        if (task.IsCompletedSuccessfully)
        {
            cmdlet.Display.Show([session]);
        }
        else
        {
            Await(task.AsTask(), session);
        }
    }

    /// <summary>Does what may take long and depends on no device: the pipeline ends it, and so does the end of the module.</summary>
    /// <param name="status">What it does, for the progress bar.</param>
    /// <param name="begin">Begins it; what it has opened when it is cancelled it closes itself.</param>
    public void Await(Func<string> status, Func<CancellationToken, Task> begin) => AwaitUntilEnd(begin, task => Await(task, [], status));

    /// <summary>As <see cref="Await(Func{string}, Func{CancellationToken, Task})"/>, for what has more to show than that it runs.</summary>
    /// <param name="begin">Begins it; what it has opened when it is cancelled it closes itself.</param>
    /// <param name="look">Looks how far it is; called now and then.</param>
    public void Await(Func<CancellationToken, Task> begin, Action look) => AwaitUntilEnd(begin, task =>
    {
        WakeAfter(task);
        Wait(() => IsOver(task, look), [], pause: BetweenLooks);
        task.GetAwaiter().GetResult();
    });

    /// <inheritdoc cref="Await(Func{string}, Func{CancellationToken, Task})"/>
    public void Await(string status, Func<CancellationToken, Task> begin) => Await(() => status, begin);

    /// <summary>As <see cref="Await(Func{string}, Func{CancellationToken, Task})"/>, with what came of it.</summary>
    public T Await<T>(string status, Func<CancellationToken, Task<T>> begin) => Await(() => status, begin);

    /// <summary>As <see cref="Await(Func{string}, Func{CancellationToken, Task})"/>, with what came of it.</summary>
    public T Await<T>(Func<string> status, Func<CancellationToken, Task<T>> begin)
    {
        Task<T>? task = null;
        Await(status, end => (Task)(task = begin(end)));
        return task!.Result;
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="isOver">Whether it is so: asked at once, whenever the wait is woken, and each time the pause is over.</param>
    /// <param name="sessions">The devices whose events are shown while waiting.</param>
    /// <param name="status">What is missing, for the progress bar; without it there is none.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="pause">How long to rest before asking again, if nobody wakes the wait.</param>
    public void Wait(Func<bool> isOver, IReadOnlyList<CanSession> sessions, Func<string?>? status = null, Deadline deadline = default,
        TimeSpan? pause = null)
    {
        using var woken = cmdlet.StopToken.UnsafeRegister(static waiter => ((PipelineWaiter)waiter!).Wake(), this);
        var bar = status is null ? null : new ProgressBar(cmdlet, cmdlet.MyInvocation.MyCommand.Name);
        while (!isOver())
        {
            cmdlet.ThrowIfStopped();
            cmdlet.Display.Show(sessions);
            if (deadline.IsOver)
            {
                break;
            }

            if (bar is { IsDue: true })
            {
                bar.Show(status!(), left: deadline);
            }

            WaitUntil((bar is null ? deadline : deadline.Or(bar.Due)).Or(new(pause)));
        }

        bar?.End();
        cmdlet.Display.Show(sessions);
    }

    /// <summary>Wakes the wait; for any thread.</summary>
    public void Wake()
    {
        isWanted = true;
        wake.Set();
    }

    /// <summary>Wakes the wait when a task has ended.</summary>
    public void WakeAfter(Task task) => task.ContinueWith(static (_, waiter) => ((PipelineWaiter)waiter!).Wake(), this, TaskScheduler.Default);

    private static bool IsOver(Task task, Action look)
    {
        look();
        return task.IsCompleted;
    }

    private void AwaitUntilEnd(Func<CancellationToken, Task> begin, Action<Task> wait)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken, cmdlet.State.Ending);
        try
        {
            wait(begin(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            cmdlet.ThrowIfStopped();
            cmdlet.Fail<object>(CanErrors.ModuleRemoved(cmdlet.MyInvocation.MyCommand.Name));
        }
        finally
        {
            // The wait may have ended before its token was cancelled, and nothing must go on after it.
            end.Cancel();
        }
    }

    private void Await(Task task, IReadOnlyList<CanSession> sessions, Func<string?> status)
    {
        WakeAfter(task);
        Wait(() => task.IsCompleted, sessions, status);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Rests until the wait is woken or the time is over; handlers have the time.</summary>
    private void WaitUntil(Deadline until)
    {
        Handlers.Signalled += wake.Set;
        try
        {
            var pause = Handlers.DrainWhileWaiting(until, () => isWanted);
            wake.Wait(until.Or(Deadline.After(pause)).Remaining);

            // In this order: whoever comes between the two is looked at by the caller, who looks at everything anew.
            wake.Reset();
            isWanted = false;
        }
        finally
        {
            Handlers.Signalled -= wake.Set;
        }
    }
}
