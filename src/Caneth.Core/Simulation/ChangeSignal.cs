namespace Caneth.Simulation;

/// <summary>
/// Wakes those who wait for something to change. Whoever waits takes <see cref="Next"/> first, looks at what it waits for
/// and then awaits, so that no change between the two is missed.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? waiting;

    /// <summary>A task that the next signal completes.</summary>
    public Task Next()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref waiting, fresh, null) ?? fresh).Task;
    }

    /// <summary>Waits until something is so: looks at once, and after each change.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default)
    {
        for (var next = Next(); !condition(); next = Next())
        {
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Wakes all who wait. Nearly free where nobody does.</summary>
    public void Signal() => Interlocked.Exchange(ref waiting, null)?.TrySetResult();
}
