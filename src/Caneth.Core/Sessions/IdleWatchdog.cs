namespace Caneth.Sessions;

/// <summary>Ends reception when nothing came for the idle time: a gateway that lost power never says so.</summary>
internal sealed class IdleWatchdog : IDisposable
{
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly ReceiveLoop receive;
    private readonly CancellationTokenSource stop;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private bool disposed;
    private Timestamp seen;
    private long seenAt;

    private IdleWatchdog(TimeSpan limit, TimeProvider time, ReceiveLoop receive, CancellationTokenSource stop)
    {
        this.limit = limit;
        this.time = time;
        this.receive = receive;
        this.stop = stop;
        seen = receive.LastReceived;
        seenAt = time.GetTimestamp();
        timer = time.CreateTimer(static watchdog => ((IdleWatchdog)watchdog!).Look(), this, limit / 4, limit / 4);
    }

    /// <summary>Whether the idle time ran out.</summary>
    public bool Expired { get; private set; }

    /// <summary>Begins to watch, where the options ask for it.</summary>
    public static IdleWatchdog? Start(SessionOptions options, ReceiveLoop receive, CancellationTokenSource stop) =>
        options.IdleTimeout is { } limit ? new(limit, options.TimeProvider, receive, stop) : null;

    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            disposed = true;
        }
    }

    private void Look()
    {
        // A timer may call once more after it is disposed, and the source of the stop is gone by then.
        lock (gate)
        {
            if (!disposed)
            {
                LookUndisturbed();
            }
        }
    }

    private void LookUndisturbed()
    {
        if (receive.LastReceived != seen || !receive.Listening)
        {
            seen = receive.LastReceived;
            seenAt = time.GetTimestamp();
        }
        else if (time.GetElapsedTime(seenAt) >= limit && !Expired)
        {
            Expired = true;
            _ = stop.CancelAsync();
        }
    }
}
