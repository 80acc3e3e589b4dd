namespace Caneth.Sessions;

/// <summary>Says when nothing came for the idle time: a gateway that lost power never does.</summary>
internal sealed class IdleWatchdog : IDisposable
{
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly ReceiveLoop receive;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private TaskCompletionSource expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long seen;
    private long seenAt;

    private IdleWatchdog(TimeSpan limit, TimeProvider time, ReceiveLoop receive)
    {
        this.limit = limit;
        this.time = time;
        this.receive = receive;
        seen = receive.Reads;
        seenAt = time.GetTimestamp();
        timer = time.CreateTimer(static watchdog => ((IdleWatchdog)watchdog!).Look(), this, limit / 4, limit / 4);
    }

    /// <summary>Begins to watch, where the options ask for it.</summary>
    public static IdleWatchdog? Start(SessionOptions options, ReceiveLoop receive) =>
        options.IdleTimeout is { } limit ? new(limit, options.TimeProvider, receive) : null;

    /// <summary>Begins to watch anew.</summary>
    /// <returns>Ends when nothing came for the idle time.</returns>
    public Task RestartAsync()
    {
        lock (gate)
        {
            (seen, seenAt) = (receive.Reads, time.GetTimestamp());
            expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return expired.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (gate)
        {
            if (receive.Reads != seen || !receive.Listening)
            {
                (seen, seenAt) = (receive.Reads, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(seenAt) >= limit)
            {
                expired.TrySetResult();
            }
        }
    }
}
