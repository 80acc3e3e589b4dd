using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// Sends many frames, one after another, without waiting for each: the session writes together what waits together. For one
/// thread at a time.
/// </summary>
public sealed class FrameSender : IFrameSink
{
    private readonly string device;
    private readonly LinkCapabilities link;
    private readonly SendQueue queue;
    private readonly SendLimits? limits;
    private readonly LatenessHistogram? lateness;
    private readonly Action<CanFrame>? sent;
    private readonly bool writesAtOnce;
    private readonly Queue<PendingSend> outstanding = new();

    internal FrameSender(SessionCore core, SenderOptions options)
    {
        limits = core.LimitsOf(options);
        device = core.Name;
        link = core.Connector.Capabilities;
        queue = core.Queue;
        lateness = options.Lateness;
        sent = options.Sent;
        writesAtOnce = options.WriteAtOnce || sent is not null;
    }

    /// <summary>Frames put into the send buffer so far.</summary>
    public long FramesPosted { get; private set; }

    /// <summary>
    /// Frames of those that were taken back or given up, as far as <see cref="FlushAsync"/>, <see cref="WithdrawAsync"/> or a later
    /// post has looked at them.
    /// </summary>
    public long FramesNotSent { get; private set; }

    private bool IsTimed => sent is not null;

    /// <summary>Puts a frame into the send buffer.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <param name="cancellationToken">Gives up waiting for room: the frame is taken back and will never be sent.</param>
    /// <returns>Ends when the frame is in the send buffer: at once, unless it is full and its policy is to wait.</returns>
    /// <exception cref="ArgumentException">The link cannot carry the frame.</exception>
    /// <exception cref="CanSessionException">
    /// The session is closed, the buffer is full and its policy is to fail, or the frame was given up while it waited for room. Or an
    /// earlier frame was given up; then this one was not posted.
    /// </exception>
    /// <exception cref="SendCanceledException">It was cancelled.</exception>
    public Task PostAsync(in CanFrame frame, CancellationToken cancellationToken = default) => PostAsync(frame, 0, cancellationToken);

    /// <summary>As <see cref="PostAsync(in CanFrame, CancellationToken)"/>, for a frame that should leave at a certain time.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <param name="due">
    /// When it should leave, as a timestamp of <see cref="TimeProvider.System"/>, for <see cref="SenderOptions.Lateness"/>; it leaves
    /// as soon as it can. 0 for no moment.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for room: the frame is taken back and will never be sent.</param>
    /// <returns>Ends when the frame is in the send buffer: at once, unless it is full and its policy is to wait.</returns>
    public Task PostAsync(in CanFrame frame, long due, CancellationToken cancellationToken = default)
    {
        link.ThrowIfNotCarried(frame);
        return Post(new(frame, limits) { Due = due, IsTimed = IsTimed, WriteHere = writesAtOnce }, cancellationToken);
    }

    /// <summary>
    /// Puts a frame into the send buffer where all that were posted before have left or were given up. It waits there for
    /// <see cref="Write"/>, or for whatever else is written.
    /// </summary>
    /// <returns>Whether it was put there.</returns>
    internal bool TryPost(in CanFrame frame)
    {
        link.ThrowIfNotCarried(frame);
        while (outstanding.TryPeek(out var oldest) && oldest.Sent.IsCompleted)
        {
            Settle(outstanding.Dequeue());
        }

        if (outstanding.Count > 0)
        {
            return false;
        }

        // Where there is no room it waits for some, as long as its sender's frames may.
        _ = Post(new(frame, limits) { IsTimed = IsTimed, IsHeld = true }, CancellationToken.None);
        return true;
    }

    /// <summary>Writes what waits in the send buffer, with the caller's own thread where nobody else is at it.</summary>
    internal void Write()
    {
        if (queue.FramesPending > 0)
        {
            queue.Work.Set(here: true);
        }

        SettleSent();
    }

    /// <summary>
    /// Puts frames into the send buffer that go back to back in one write, and stay together across a reconnect.
    /// </summary>
    /// <param name="frames">
    /// Frames that the link carries, at most <see cref="LinkCapabilities.MaxFramesPerWrite"/> (112 for a gateway), which must not change
    /// until they are sent.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for room: the frames are taken back and will never be sent.</param>
    /// <returns>Ends when the frames are in the send buffer: at once, unless it is full and its policy is to wait.</returns>
    /// <exception cref="ArgumentException">
    /// The link cannot carry a frame, or they are too many; nothing was sent.
    /// </exception>
    /// <exception cref="CanSessionException">
    /// The session is closed, the buffer is full and its policy is to fail, or the frames were given up while they waited for room.
    /// Or earlier frames were given up; then these were not posted.
    /// </exception>
    /// <exception cref="SendCanceledException">It was cancelled.</exception>
    public Task PostBatchAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        PendingSend.ThrowIfUnsendable(link, frames.Span, atomic: true);
        return frames.IsEmpty ? Task.CompletedTask : Post(new(frames, atomic: true, limits) { IsTimed = IsTimed }, cancellationToken);
    }

    /// <summary>Puts frames into the send buffer, one after another, and waits while it is full.</summary>
    /// <param name="frames">Frames that the link carries.</param>
    /// <param name="cancellationToken">Gives up waiting for room: the frame that waits is taken back and will never be sent.</param>
    /// <returns>Ends when all frames are in the send buffer.</returns>
    /// <exception cref="ArgumentException">The link cannot carry a frame; those before it are in the send buffer.</exception>
    /// <exception cref="CanSessionException">As for <see cref="PostAsync(in CanFrame, CancellationToken)"/>.</exception>
    /// <exception cref="SendCanceledException">It was cancelled.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        for (var index = 0; index < frames.Length; index++)
        {
            await PostAsync(frames.Span[index], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends frames in order, and waits until they are with the operating system.</summary>
    /// <exception cref="CanSessionException">The session is closed, or frames were given up.</exception>
    /// <exception cref="SendCanceledException">It was cancelled: what has not left is taken back.</exception>
    internal async ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        PendingSend.ThrowIfUnsendable(link, frames.Span, atomic: false);
        var send = frames.Length == 1 ? new PendingSend(frames.Span[0], limits) { IsTimed = IsTimed, WriteHere = writesAtOnce }
            : new PendingSend(frames, atomic: false, limits) { IsTimed = IsTimed };
        FramesPosted += send.Count;
        try
        {
            await send.SendAsync(queue, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Settle(send);
        }
    }

    /// <summary>Sends frames back to back in one write, and waits until they are with the operating system.</summary>
    internal async ValueTask SendBatchAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        PendingSend.ThrowIfUnsendable(link, frames.Span, atomic: true);
        var send = new PendingSend(frames, atomic: true, limits) { IsTimed = IsTimed };
        FramesPosted += send.Count;
        await send.SendAsync(queue, cancellationToken).ConfigureAwait(false);
        Settle(send);
    }

    /// <summary>Waits until all frames posted are with the operating system.</summary>
    /// <param name="cancellationToken">Ends the wait; the frames go on waiting to be sent.</param>
    /// <returns>Ends when nothing is outstanding.</returns>
    /// <exception cref="CanSessionException">A frame was given up. It is reported once; the others go on waiting to be sent.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfGivenUp();
        while (outstanding.TryPeek(out var oldest))
        {
            await oldest.Sent.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!oldest.Sent.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            ThrowIfGivenUp();
        }
    }

    /// <summary>Takes back the frames that have not left; they will never be sent.</summary>
    /// <returns>How many frames were taken back, or had been already.</returns>
    public async Task<int> WithdrawAsync()
    {
        var before = FramesNotSent;
        foreach (var send in outstanding)
        {
            queue.Withdraw(send);
        }

        while (outstanding.TryDequeue(out var send))
        {
            await send.Sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Settle(send);
        }

        return (int)(FramesNotSent - before);
    }

    /// <summary>Leaves the frames that have not left to the session, and does not ask what becomes of them.</summary>
    public void Detach() => outstanding.Clear();

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Detach();
        return ValueTask.CompletedTask;
    }

    private Task Post(PendingSend send, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromException(new SendCanceledException(0, cancellationToken));
        }

        ThrowIfGivenUp();
        var room = queue.EnqueueAsync(send);
        outstanding.Enqueue(send);
        FramesPosted += send.Count;
        if (IsTimed)
        {
            SettleSent();
        }

        return room.IsCompletedSuccessfully ? room : WaitForRoomAsync(room, send, cancellationToken);
    }

    private async Task WaitForRoomAsync(Task room, PendingSend send, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => queue.Withdraw(send), null);
        await room.ConfigureAwait(false);
        if (send.Sent.Exception?.InnerException is { } failure)
        {
            send.Reported = true;
            throw failure is SendCanceledException ? new SendCanceledException(send.Committed, cancellationToken) : failure;
        }
    }

    // A frame that was given up is an error for whoever posts the next, or waits for all; many that were, together, are one.
    private void ThrowIfGivenUp()
    {
        Task? failed = null;
        while (outstanding.TryPeek(out var oldest) && oldest.Sent.IsCompleted)
        {
            Settle(outstanding.Dequeue());
            failed ??= !oldest.Reported && oldest.Sent.Exception?.InnerException is CanSessionException ? oldest.Sent : null;
        }

        failed?.GetAwaiter().GetResult();
    }

    private void SettleSent()
    {
        while (outstanding.TryPeek(out var oldest) && oldest.Sent.IsCompletedSuccessfully)
        {
            Settle(outstanding.Dequeue());
        }
    }

    /// <summary>Takes in what became of frames.</summary>
    private void Settle(PendingSend send)
    {
        FramesNotSent += send.NotSent;
        if (lateness is not null && send.Late is { } late)
        {
            lateness.Add(late);
        }

        if (sent is not null)
        {
            send.TellSent(sent, device);
        }
    }
}
