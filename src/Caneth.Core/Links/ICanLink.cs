namespace Caneth.Links;

/// <summary>
/// One connection to a bus: made, used and ended once. It speaks of frames, in batches; how they travel is its own affair, a frame of
/// which only a part has come or left included.
/// </summary>
/// <remarks>
/// One thread at a time receives and one other sends; <see cref="Receptions"/> and <see cref="FramesConfirmed"/> may be read by any.
/// </remarks>
public interface ICanLink : IDisposable
{
    /// <summary>How often something came, frames or not: a sign of life of the other side.</summary>
    long Receptions { get; }

    /// <summary>
    /// How many of the frames that were sent the other side has confirmed, from the first on; null where it is unknown. Asked before the
    /// first is sent too.
    /// </summary>
    long? FramesConfirmed { get; }

    /// <summary>Takes what has come, or waits for something.</summary>
    /// <param name="frames">Room for frames, which are filled in from the start, with time and device; at least 1.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is lost, and it may be called again.</param>
    /// <returns>How many frames there are, and whether there are more at once. None at all where something else came.</returns>
    /// <exception cref="LinkException">The connection broke, the other side refused this client, or it speaks something else.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken);

    /// <summary>Waits for the first thing that comes, and leaves it to <see cref="ReceiveAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the wait: where nothing comes, nothing speaks against this client.</param>
    /// <returns>False where it is a refusal or the end.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken);

    /// <summary>Hands over frames without waiting.</summary>
    /// <param name="frames">
    /// Frames that the link carries; at most <see cref="LinkCapabilities.MaxFramesPerWrite"/>. One of which a part has left
    /// (<see cref="LinkWrite.Torn"/>) comes first the next time, whole and unchanged.
    /// </param>
    /// <returns>How many were taken; a frame is taken when its last byte is.</returns>
    /// <exception cref="LinkException">The connection is broken.</exception>
    LinkWrite Send(ReadOnlySpan<CanFrame> frames);

    /// <summary>Waits until it is worth trying again to send, where not all was taken.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when it is.</returns>
    Task WaitToSendAsync(CancellationToken cancellationToken);

    /// <summary>Says that no more is sent, and waits until the other side has confirmed what was, or has gone.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when it has.</returns>
    Task EndSendingAsync(CancellationToken cancellationToken);

    /// <summary>Accounts for what came and is not a frame, once nothing more is received.</summary>
    void EndReceiving();

    /// <summary>Ends the connection at once: nothing that is still held on this side leaves.</summary>
    void Abort();
}
