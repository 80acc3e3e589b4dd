namespace Caneth.Flow;

/// <summary>
/// Where frames come from, a batch at a time: a subscription of a session, a log, a simulated bus. For one reader at a time, who waits
/// with <see cref="WaitToReadAsync"/> and takes what is there with <see cref="Take"/>.
/// </summary>
public interface IFrameSource : IDisposable
{
    /// <summary>What it is called where it is spoken of: the name of a device, or of a file.</summary>
    string Name { get; }

    /// <summary>Frames lost so far because the reader was too slow; a source that waits for its reader loses none.</summary>
    long FramesDropped => 0;

    /// <summary>
    /// Done when nothing will come any more, and faulted where a failure is the reason. What came before can still be taken.
    /// </summary>
    Task Completion { get; }

    /// <summary>Waits until there are frames to take.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// True when there are frames; false when nothing will come any more, for which <see cref="Completion"/> says why.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes all frames that are there, without waiting.</summary>
    /// <returns>The frames in order, valid until the next call; empty where there are none.</returns>
    ReadOnlyMemory<CanFrame> Take();
}
