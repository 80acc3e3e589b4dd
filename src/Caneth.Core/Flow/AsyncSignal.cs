using System.Threading.Tasks.Sources;

namespace Caneth.Flow;

/// <summary>
/// Wakes one waiter, now or the next that comes. Set by any thread, awaited by one at a time; nothing is allocated per wait.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock gate = new();
    private ManualResetValueTaskSourceCore<bool> waiter;
    private CancellationTokenRegistration registration;
    private bool set;
    private bool waiting;

    /// <summary>Whether the waiter goes on with the thread of whoever set the signal; to be asked by the waiter, at once.</summary>
    public bool IsHere { get; private set; }

    /// <summary>Lets the waiter go on; without one, the next wait returns at once.</summary>
    /// <param name="here">
    /// On the caller's own thread, which is back when the waiter waits for something else, so that no other has to be woken; to be
    /// called with no lock held. By default on a thread of the pool.
    /// </param>
    public void Set(bool here = false)
    {
        lock (gate)
        {
            if (!waiting)
            {
                set = true;
                return;
            }

            waiting = false;
        }

        IsHere = here;
        waiter.RunContinuationsAsynchronously = !here;
        waiter.SetResult(true);
    }

    /// <summary>Waits until the signal is set, and takes it.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Somebody else waits already.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        short version;
        lock (gate)
        {
            if (waiting)
            {
                throw new InvalidOperationException("Only one reader at a time can wait.");
            }

            IsHere = false;
            if (set)
            {
                set = false;
                return ValueTask.CompletedTask;
            }

            waiter.Reset();
            version = waiter.Version;
            waiting = true;
        }

        registration = cancellationToken.UnsafeRegister(static (signal, token) => ((AsyncSignal)signal!).Cancel(token), this);
        return new(this, version);
    }

    void IValueTaskSource.GetResult(short token)
    {
        registration.Dispose();
        waiter.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => waiter.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        waiter.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        lock (gate)
        {
            if (!waiting)
            {
                return;
            }

            waiting = false;
        }

        waiter.RunContinuationsAsynchronously = true;
        waiter.SetException(new OperationCanceledException(token));
    }
}
