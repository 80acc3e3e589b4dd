namespace Caneth.Sessions;

/// <summary>Those who wait until nothing waits to be sent any more. Guarded by the queue that owns it.</summary>
internal sealed class EmptyWaiters
{
    private readonly List<TaskCompletionSource> waiters = [];

    /// <summary>Lets one more wait.</summary>
    public Task Add()
    {
        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.Add(empty);
        return empty.Task;
    }

    /// <summary>Lets all go on.</summary>
    public void Complete()
    {
        waiters.ForEach(empty => empty.TrySetResult());
        waiters.Clear();
    }
}
