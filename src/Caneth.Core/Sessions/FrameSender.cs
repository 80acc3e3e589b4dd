namespace Caneth.Sessions;

/// <summary>
/// Sends many frames, one after another, without waiting for each: the session writes together what waits together. For one
/// thread at a time.
/// </summary>
public sealed class FrameSender
{
    private readonly SendQueue queue;
    private readonly Queue<PendingSend> outstanding = new();

    internal FrameSender(SendQueue queue) => this.queue = queue;

    /// <summary>Puts a frame into the send buffer.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <returns>Ends when the frame is in the send buffer: at once, unless it is full and its policy is to wait.</returns>
    /// <exception cref="ArgumentException">The gateway's wire cannot carry the frame.</exception>
    /// <exception cref="CanSessionException">
    /// The session is closed, the buffer is full and its policy is to fail, or an earlier frame was given up.
    /// </exception>
    public Task PostAsync(in CanFrame frame)
    {
        Wire.FrameCodec.ThrowIfUnspeakable(frame);
        return Post(new(frame));
    }

    /// <summary>
    /// Puts frames into the send buffer that go back to back in one write, and stay together across a reconnect.
    /// </summary>
    /// <param name="frames">Classic data or remote frames, at most 112, which must not change until they are sent.</param>
    /// <returns>Ends when the frames are in the send buffer: at once, unless it is full and its policy is to wait.</returns>
    /// <exception cref="ArgumentException">
    /// The gateway's wire cannot carry a frame, or they are too many; nothing was sent.
    /// </exception>
    /// <exception cref="CanSessionException">
    /// The session is closed, the buffer is full and its policy is to fail, or an earlier frame was given up.
    /// </exception>
    public Task PostTogetherAsync(ReadOnlyMemory<CanFrame> frames)
    {
        PendingSend.ThrowIfUnsendable(frames.Span, atomic: true);
        return frames.IsEmpty ? Task.CompletedTask : Post(new(frames, atomic: true));
    }

    /// <summary>Waits until all frames posted are with the operating system.</summary>
    /// <param name="cancellationToken">Ends the wait; the frames go on waiting to be sent.</param>
    /// <returns>Ends when nothing is outstanding.</returns>
    /// <exception cref="CanSessionException">A frame was given up.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        while (outstanding.TryPeek(out var oldest))
        {
            await oldest.Sent.WaitAsync(cancellationToken).ConfigureAwait(false);
            outstanding.Dequeue();
        }
    }

    /// <summary>Takes back the frames that have not left; they will never be sent.</summary>
    /// <returns>How many frames were taken back.</returns>
    public async Task<int> WithdrawAsync()
    {
        var back = 0;
        foreach (var send in outstanding)
        {
            queue.Withdraw(send);
            await send.Sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            back += send.Sent.IsCompletedSuccessfully ? 0 : 1;
        }

        outstanding.Clear();
        return back;
    }

    /// <summary>Leaves the frames that have not left to the session, and does not ask what becomes of them.</summary>
    public void Abandon() => outstanding.Clear();

    private Task Post(PendingSend send)
    {
        Forget();
        var room = queue.EnqueueAsync(send);
        outstanding.Enqueue(send);
        return room;
    }

    // A frame that was given up is an error for whoever posts the next.
    private void Forget()
    {
        while (outstanding.TryPeek(out var oldest) && oldest.Sent.IsCompleted)
        {
            outstanding.Dequeue();
            oldest.Sent.GetAwaiter().GetResult();
        }
    }
}
