using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>
/// Sends frames to a session that leave now or not at all: a frame is taken only while the session is connected and the one before it has
/// left, and one that could not leave in time never does. For one thread at a time.
/// </summary>
public sealed class ImmediateSender : IImmediateSink
{
    private readonly CanSession session;
    private readonly FrameSender sender;

    /// <summary>A sender for a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="maxAge">How old a frame may become until it leaves, 0 or more.</param>
    /// <param name="sent">As <see cref="SenderOptions.Sent"/>; null where nobody asks for what has left.</param>
    /// <exception cref="ArgumentException">The time is out of its range.</exception>
    public ImmediateSender(CanSession session, TimeSpan maxAge, Action<CanFrame>? sent = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        this.session = session;
        sender = session.CreateSender(new() { MaxAge = maxAge, Sent = sent });
    }

    /// <inheritdoc/>
    public string Name => session.Name;

    /// <inheritdoc/>
    public bool IsOver => session.State == CanSessionState.Closed;

    /// <inheritdoc/>
    public long FramesNotSent => sender.FramesNotSent;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The link cannot carry the frame.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the buffer is full and its policy is to fail.</exception>
    public bool TrySend(in CanFrame frame) => session.State == CanSessionState.Connected && sender.TryPost(frame);

    /// <inheritdoc/>
    public void Flush() => sender.Write();
}
