namespace Caneth.Sessions;

/// <summary>
/// Sends frames that come from somewhere else: they have a mark, so that they are not taken for others on their way back, and are taken back
/// when they wait too long. For one thread at a time.
/// </summary>
/// <param name="session">Where to.</param>
/// <param name="maxAge">How long they may wait, or without end.</param>
internal sealed class RelaySender(CanSession session, TimeSpan maxAge)
{
    private readonly FrameSender sender = session.CreateSender(new() { MaxAge = maxAge });

    /// <summary>The mark of what it sends.</summary>
    public SenderMark Mark { get; } = new(session);

    /// <summary>Frames that were taken back or given up, as far as it has looked at them.</summary>
    public long FramesNotSent => sender.FramesNotSent;

    /// <summary>Sends a frame that the session carries.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    /// <returns>Why there is no room for it; null where there was, whether it has waited too long for it or not.</returns>
    /// <exception cref="CanSessionException">The session has ended.</exception>
    /// <exception cref="SendCanceledException">It was cancelled.</exception>
    public async ValueTask<string?> PostAsync(CanFrame frame, CancellationToken cancellationToken)
    {
        var posted = sender.FramesPosted;
        while (true)
        {
            try
            {
                await sender.PostAsync(Mark.On(frame), cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (CanSessionException failure) when (failure.Error == SessionError.SendBufferFull)
            {
                return failure.Message;
            }
            catch (CanSessionException failure) when (failure.Error != SessionError.SessionClosed)
            {
                // Frames before it were given up, and then it has not been posted; or it was itself.
                if (sender.FramesPosted > posted)
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Leaves to the session what has not been sent.</summary>
    public void Detach() => sender.Detach();
}
