namespace Caneth.Sessions;

/// <summary>How long a wait may take, and who may end it: the time, or its caller by a token of its own.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource? source;
    private readonly CancellationTokenRegistration registration;

    /// <summary>The time begins.</summary>
    /// <param name="timeout">How long, 0 s to 49 days or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">The token of the caller.</param>
    /// <exception cref="ArgumentException">The time is out of its range.</exception>
    public TimeLimit(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        Option.RequireTime(Option.NullIfInfinite(timeout), nameof(timeout), TimeSpan.Zero);
        this.caller = caller;
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            source = new(timeout, time);
            registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }
    }

    /// <summary>Cancelled when the time is over, or by the caller.</summary>
    public CancellationToken Token => source?.Token ?? caller;

    /// <summary>Whether the time is over, and the caller has not cancelled.</summary>
    public bool IsOver => source is { IsCancellationRequested: true } && !caller.IsCancellationRequested;

    /// <summary>The exception for a caller who has cancelled, with its own token.</summary>
    public OperationCanceledException ByCaller(OperationCanceledException cancelled) =>
        cancelled.CancellationToken == caller ? cancelled
        : cancelled is SendCanceledException send ? new SendCanceledException(send.FramesSent, caller)
        : new OperationCanceledException(caller);

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        source?.Dispose();
    }
}
