namespace Caneth.Flow;

/// <summary>Where frames go, a batch at a time: a session's sender, a log. For one writer at a time.</summary>
public interface IFrameSink : IAsyncDisposable
{
    /// <summary>Takes frames, and waits as long as there is no room for them.</summary>
    /// <param name="frames">The frames in order, which may change once the task is done.</param>
    /// <param name="cancellationToken">Ends the wait; then the sink has taken none of the frames, or the first of them.</param>
    /// <returns>Done when all frames are taken.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default);

    /// <summary>Waits until all frames taken are with the operating system.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when they are; faulted where they cannot be.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
