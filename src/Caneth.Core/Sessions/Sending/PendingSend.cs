using System.Runtime.CompilerServices;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// Frames that one caller wants sent, on their way through the <see cref="SendQueue"/>, and the caller's answer.
/// </summary>
internal sealed class PendingSend
{
    private readonly CanFrame single;
    private ReadOnlyMemory<CanFrame> several;
    private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? room;
    private bool isTruncated;

    // When they should leave, and how late they did once they have left.
    private long moment;

    public PendingSend(in CanFrame frame, SendLimits? limits = null)
    {
        single = frame;
        Count = 1;
        Limits = limits;
    }

    public PendingSend(ReadOnlyMemory<CanFrame> frames, bool atomic, SendLimits? limits = null)
    {
        several = frames;
        Count = frames.Length;
        Atomic = atomic;
        Limits = limits;
    }

    /// <summary>How long they may wait; null for no limit.</summary>
    public SendLimits? Limits { get; }

    /// <summary>When they were put into the queue, in ticks of the clock; known only where they have limits.</summary>
    public long QueuedAt { get; set; }

    /// <summary>When they should leave, as a timestamp of the system's clock; 0 where it is not asked how late they are.</summary>
    public long Due
    {
        init => moment = value;
    }

    /// <summary>How late the operating system had all of them; null where it has not, or it is not asked for.</summary>
    public TimeSpan? Late => moment != 0 && sent.Task.IsCompletedSuccessfully ? TimeProvider.System.GetElapsedTime(0, moment) : null;

    /// <summary>Whether the sender wants to know when they were handed to the operating system.</summary>
    public bool IsTimed { get; init; }

    /// <summary>When the last of them was; known only where somebody wants to know.</summary>
    public Timestamp WrittenAt { get; set; }

    /// <summary>Whether the sender waits for these frames alone, so that its own thread may as well write them.</summary>
    public bool WriteHere { get; init; }

    /// <summary>Whether they wait until something else is written, or somebody asks for it, so that what comes together leaves together.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How many frames there are; fewer once the sender has taken some back.</summary>
    public int Count { get; private set; }

    /// <summary>Whether they go in one write, and together after a reconnect.</summary>
    public bool Atomic { get; }

    /// <summary>How many frames the operating system has whole.</summary>
    public int Written { get; set; }

    /// <summary>How many frames still wait.</summary>
    public int Waiting => Count - Written;

    /// <summary>How many frames, from the first, have left or can be stopped no more.</summary>
    public int Committed => isTruncated ? Count : Written;

    /// <summary>How many frames were taken back or given up.</summary>
    public int NotSent { get; private set; }

    /// <summary>Whether the sender gave up and wants back what has not left.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>Whether the sender already knows that they were not sent.</summary>
    public bool Reported { get; set; }

    /// <summary>Ends when all frames are with the operating system, or will never be.</summary>
    public Task Sent => sent.Task;

    /// <summary>The frames, one by one.</summary>
    public IEnumerable<CanFrame> Frames => Enumerable.Range(0, Count).Select(index => this[index]);

    public CanFrame this[int index] => several.IsEmpty ? single : several.Span[index];

    /// <summary>Refuses frames that can never be sent.</summary>
    /// <exception cref="ArgumentException">The link cannot carry a frame, or an atomic batch is too large.</exception>
    public static void ThrowIfUnsendable(LinkCapabilities link, ReadOnlySpan<CanFrame> frames, bool atomic)
    {
        link.ThrowIfNotCarried(frames);
        if (atomic && frames.Length > link.MaxFramesPerWrite)
        {
            throw new ArgumentException($"{frames.Length:N0} frames are too many to be sent as one atomic batch: "
                + $"at most {link.MaxFramesPerWrite} go in one write.", nameof(frames));
        }
    }

    /// <summary>Puts the frames into the queue and waits until all are with the operating system.</summary>
    /// <exception cref="CanSessionException">The session is closed, or the frames were given up.</exception>
    /// <exception cref="SendCanceledException">It was cancelled.</exception>
    public ValueTask SendAsync(SendQueue queue, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return SendUntilAsync(queue, cancellationToken);
        }

        var room = queue.EnqueueAsync(this);
        return room.IsCompletedSuccessfully ? new(Sent) : WaitAsync(room);
    }

    /// <summary>Tells of the frames as they were sent, where they were.</summary>
    /// <param name="tell">Takes each in.</param>
    /// <param name="device">The device that they were sent to.</param>
    public void TellSent(Action<CanFrame> tell, string device)
    {
        if (WrittenAt != default && Sent.IsCompletedSuccessfully)
        {
            foreach (var frame in Frames)
            {
                var marked = frame;
                CanFrame.MarkSent(new(ref marked), WrittenAt, device);
                tell(marked);
            }
        }
    }

    /// <summary>Copies frames that wait, from the first on.</summary>
    /// <param name="buffer">Room for them.</param>
    /// <param name="end">Before which frame to stop.</param>
    /// <returns>How many were copied.</returns>
    public int CopyTo(Span<CanFrame> buffer, int end)
    {
        var count = Math.Min(buffer.Length, end - Written);
        if (!several.IsEmpty)
        {
            several.Span.Slice(Written, count).CopyTo(buffer);
        }
        else if (count > 0)
        {
            single.CopyTo(ref buffer[0]);
        }

        return count;
    }

    /// <summary>Ends when the queue has room, or never will.</summary>
    public Task WaitForRoom() => (room = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Admitted() => room?.TrySetResult();

    public void Complete()
    {
        if (moment != 0)
        {
            moment = Math.Max(1, TimeProvider.System.GetTimestamp() - moment);
        }

        sent.TrySetResult();
    }

    public void Fail(Exception exception)
    {
        sent.TrySetException(exception);

        // Nobody has to ask for the answer, so a failure counts as seen.
        _ = sent.Task.Exception;
        room?.TrySetResult();
    }

    /// <summary>Takes frames off the end, which will never be sent.</summary>
    /// <returns>How many.</returns>
    public int Truncate(int back)
    {
        Count -= back;
        NotSent += back;
        isTruncated = true;
        return back;
    }

    /// <summary>Answers a sender that gave up: well where nothing could be taken back, else with how much had left.</summary>
    /// <param name="back">How many frames were taken back.</param>
    public void GiveUp(int back)
    {
        Withdrawn = false;
        if (back == 0)
        {
            Detach();
            Complete();
        }
        else
        {
            GiveUp(new SendCanceledException(Count));
        }
    }

    /// <summary>Answers a sender of which frames were taken back.</summary>
    public void GiveUp(Exception why)
    {
        Detach();
        Fail(why);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendUntilAsync(SendQueue queue, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw new SendCanceledException(0, cancellationToken);
        }

        var room = queue.EnqueueAsync(this);
        if (Sent.IsCompletedSuccessfully)
        {
            return;
        }

        using var registration = cancellationToken.UnsafeRegister(_ => queue.Withdraw(this), null);
        try
        {
            await WaitAsync(room).ConfigureAwait(false);
        }
        catch (SendCanceledException canceled)
        {
            throw new SendCanceledException(canceled.FramesSent, cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(Task room)
    {
        await room.ConfigureAwait(false);
        await Sent.ConfigureAwait(false);
    }

    // What has begun to leave goes on, but the sender may use the memory for something else from now on.
    private void Detach() => several = Waiting > 0 ? several.ToArray() : several;
}
