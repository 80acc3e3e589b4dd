namespace Caneth.Sessions;

/// <summary>A send was cancelled: the frames that had not left were taken back, and will never be sent.</summary>
/// <param name="framesSent">How many frames, from the first, had left.</param>
/// <param name="cancellationToken">The token by which it was cancelled, where it was by one.</param>
public sealed class SendCanceledException(int framesSent, CancellationToken cancellationToken = default)
    : OperationCanceledException(
        framesSent == 0
            ? "The send was cancelled; nothing was sent."
            : $"The send was cancelled after {Amount.Frames(framesSent)}; the rest was not sent.",
        cancellationToken)
{
    /// <summary>How many frames, from the first, had left.</summary>
    public int FramesSent { get; } = framesSent;
}
