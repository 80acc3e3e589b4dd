namespace Caneth.Sessions;

/// <summary>
/// Knows how long frames that wait to be sent may go on waiting, and says when to look for those whose time is over. Guarded by the
/// queue that owns it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="due">Called when it is time to look, on a thread of the clock.</param>
internal sealed class SendExpiry(TimeProvider time, Action due) : IDisposable
{
    // A long queue in which every frame has a time of its own is looked through a few times a second, not once for each. What leaves
    // is looked at anyway, so nothing is sent too late; only the news of it may come that much later.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    private ITimer? timer;
    private bool disposed;
    private bool used;
    private long now;
    private long lastLeft = time.GetTimestamp();
    private TimeSpan? least;

    // Until then nothing can be over, whatever waits.
    private long nothingOverBefore = long.MaxValue;
    private TimeSpan? armedFor;
    private long armedAt;

    /// <summary>Notes frames that begin to wait.</summary>
    public void Queued(PendingSend send)
    {
        if (send.Limits is not { } limits)
        {
            return;
        }

        used = true;
        now = send.QueuedAt = time.GetTimestamp();
        if (limits.Shortest is { } shortest && now + TicksOf(shortest) is var overAt && overAt < nothingOverBefore)
        {
            nothingOverBefore = overAt;
            Arm(shortest);
        }
    }

    /// <summary>Notes that a frame left.</summary>
    public void FrameLeft()
    {
        if (used)
        {
            lastLeft = time.GetTimestamp();
        }
    }

    /// <summary>Begins to look at what waits.</summary>
    /// <returns>Whether the time of anything may be over.</returns>
    public bool Look()
    {
        if (used)
        {
            now = time.GetTimestamp();
            least = null;
        }

        return used && now >= nothingOverBefore;
    }

    /// <summary>Whether frames may wait no longer.</summary>
    public bool IsOver(PendingSend send)
    {
        if (send.Limits?.Left(Since(send.QueuedAt), Since(lastLeft)) is not { } left)
        {
            return false;
        }

        if (left > TimeSpan.Zero)
        {
            least = least < left ? least : left;
        }

        return left <= TimeSpan.Zero;
    }

    /// <summary>Whether frames that were written may not be sent again any more.</summary>
    public bool IsOver(UnconfirmedFrames.Group group) => group.Limits?.LeftOf(Since(group.QueuedAt)) <= TimeSpan.Zero;

    /// <summary>Asks for another look soon, for what cannot be taken back at this moment.</summary>
    public void LookAgain() => least = TimeSpan.Zero;

    /// <summary>Ends a look at all that waits: the next is due when the first of the rest will be over.</summary>
    public void Looked()
    {
        armedFor = null;
        nothingOverBefore = least is { } left ? now + TicksOf(left) : long.MaxValue;
        Arm(least);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        timer?.Dispose();
    }

    private long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private TimeSpan Since(long moment) => time.GetElapsedTime(moment, now);

    private void Arm(TimeSpan? left)
    {
        if (left is not { } wait || disposed || armedFor is { } armed && armed - Since(armedAt) <= wait)
        {
            return;
        }

        wait = wait < CheckInterval ? CheckInterval : wait > Option.LongestTime ? Option.LongestTime : wait;
        (armedFor, armedAt) = (wait, now);
        timer ??= time.CreateTimer(static state => ((Action)state!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
