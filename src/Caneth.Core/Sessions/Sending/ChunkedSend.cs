namespace Caneth.Sessions;

/// <summary>
/// The many frames of one call on their way to the gateway: divided into what one write takes, put into the queue in order,
/// and taken back as far as they have not left where any of them fails.
/// </summary>
internal sealed class ChunkedSend
{
    private readonly SendQueue queue;
    private readonly List<PendingSend> sends = [];
    private readonly int frameCount;
    private int sent;
    private bool givenUp;

    /// <summary>Divides the frames.</summary>
    /// <param name="queue">Where they go.</param>
    /// <param name="frames">The frames, which must not change until the send has ended.</param>
    /// <param name="atomic">Whether they stay in one piece.</param>
    /// <param name="mostAtOnce">The most frames that the queue has room for.</param>
    /// <param name="limits">How long they may wait, each part from when it is put into the queue; null for no limit.</param>
    public ChunkedSend(SendQueue queue, ReadOnlyMemory<CanFrame> frames, bool atomic, int mostAtOnce, SendLimits? limits)
    {
        this.queue = queue;
        frameCount = frames.Length;
        var most = atomic ? queue.MaxFramesPerWrite : Math.Min(queue.MaxFramesPerWrite, mostAtOnce);
        for (var start = 0; start < frames.Length; start += most)
        {
            sends.Add(new(frames.Slice(start, Math.Min(most, frames.Length - start)), atomic, limits));
        }
    }

    /// <summary>Puts the frames into the queue and waits until all are with the operating system.</summary>
    /// <exception cref="CanSessionException">The session is closed, or frames were given up.</exception>
    /// <exception cref="SendCanceledException">The send was cancelled; it says how many frames had left.</exception>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var answers = new List<Task>(sends.Count);
        using var cancelled = cancellationToken.UnsafeRegister(_ => GiveUp(), null);
        try
        {
            foreach (var send in sends.TakeWhile(_ => !Volatile.Read(ref givenUp)))
            {
                // What reported failure must not be sent later, whichever part of it failed.
                _ = send.Sent.ContinueWith(
                    _ => GiveUp(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                var room = queue.EnqueueAsync(send);
                answers.Add(send.Sent);
                if (Volatile.Read(ref givenUp))
                {
                    queue.Withdraw(send);
                }

                await room.ConfigureAwait(false);
                if (HasFailed(answers))
                {
                    GiveUp();
                }
            }
        }
        catch (CanSessionException)
        {
            GiveUp();
            throw;
        }
        finally
        {
            await Task.WhenAll(answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (answers.Find(answer => answer.Exception?.InnerException is CanSessionException) is { } failed)
        {
            await failed.ConfigureAwait(false);
        }

        var left = sends.Sum(send => send.Committed);
        if (left < frameCount)
        {
            throw new SendCanceledException(left, cancellationToken);
        }
    }

    /// <summary>Whether a part has failed: the room that it leaves is not for the next.</summary>
    private bool HasFailed(List<Task> answers)
    {
        while (sent < answers.Count && answers[sent].IsCompletedSuccessfully)
        {
            sent++;
        }

        return answers.FindIndex(sent, answer => answer.IsFaulted) >= 0;
    }

    private void GiveUp()
    {
        Volatile.Write(ref givenUp, true);
        sends.ForEach(queue.Withdraw);
    }
}
