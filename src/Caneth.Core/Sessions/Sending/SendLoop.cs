using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>Takes frames from the send queue and hands them to one link, batch by batch.</summary>
/// <param name="link">The link.</param>
/// <param name="queue">The frames that wait.</param>
/// <param name="traffic">Shows what was sent to those who want to know of it.</param>
/// <param name="limiter">How many frames may leave at once; null for no limit.</param>
/// <param name="time">The clock and the timers.</param>
internal sealed class SendLoop(ICanLink link, SendQueue queue, TrafficOrder traffic, RateLimiter? limiter, TimeProvider time)
{
    private readonly CanFrame[] buffer = new CanFrame[queue.MaxFramesPerWrite];

    /// <summary>What the other side has not confirmed.</summary>
    public UnconfirmedFrames History { get; } = new(() => link.FramesConfirmed, time);

    /// <summary>Sends until it is stopped, which happens between two writes.</summary>
    /// <exception cref="LinkException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was stopped in a pause.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // To be woken costs less than an exception, which a command that sends one frame would notice.
        using var stopping = cancellationToken.UnsafeRegister(static work => ((AsyncSignal)work!).Set(), queue.Work);
        var lent = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var most = limiter?.Available ?? buffer.Length;
            if (most == 0)
            {
                await Task.Delay(limiter!.Delay, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var count = queue.Prepare(buffer, most);
            if (count == 0)
            {
                queue.PutBack();
                await queue.Work.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                lent = queue.Work.IsHere;
                continue;
            }

            var taken = Write(count);
            limiter?.Consume(taken);
            if (taken < count)
            {
                await link.WaitToSendAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (lent && queue.FramesPending > 0)
            {
                // Whoever woke it has lent its own thread, for its own frame: those of others it need not write.
                lent = false;
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }
    }

    /// <summary>
    /// Writes the rest of a frame, or of an atomic batch, of which a part has left, so that the connection ends with a
    /// whole one.
    /// </summary>
    /// <exception cref="LinkException">The connection is broken.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (queue.FramesToBoundary is > 0 and var missing)
        {
            queue.Prepare(buffer, mostFrames: 1);
            if (Write(missing) < missing)
            {
                await link.WaitToSendAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int Write(int count)
    {
        var frames = buffer.AsSpan(0, count);
        try
        {
            var (taken, at) = traffic.IsSentWanted || queue.IsTimed ? traffic.Send(link, frames, History) : (Send(frames), default);
            queue.Taken(taken, History, at);
            return taken.Frames;
        }
        catch
        {
            queue.PutBack();
            throw;
        }
    }

    private LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        var taken = link.Send(frames);
        History.Append(frames[..taken.Frames]);
        return taken;
    }
}
