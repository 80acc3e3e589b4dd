namespace Caneth.Flow;

/// <summary>Work in the background, whose end is shown to others.</summary>
internal static class BackgroundTask
{
    /// <summary>Begins it.</summary>
    /// <param name="work">The work.</param>
    /// <returns>
    /// Done as the work is. It has no result: that of an asynchronous method has one that nobody asked for, and whoever reads all properties, as
    /// ConvertTo-Json does, waits there until the work is over.
    /// </returns>
    public static Task Run(Func<Task> work)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task.Run(work).ContinueWith(over.SetFromTask, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return over.Task;
    }
}
