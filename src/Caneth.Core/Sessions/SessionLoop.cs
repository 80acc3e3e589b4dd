using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// The life of a session: connect, serve the connection until it ends, wait, connect again. The one owner of the session's
/// state, which changes before any event is raised.
/// </summary>
internal sealed class SessionLoop : IAsyncDisposable
{
    // A gateway at its client limit accepts, refuses in words, and closes, all at once. That is a failure to connect.
    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromMilliseconds(100);

    private readonly SessionOptions options;
    private readonly SessionCore core;
    private readonly string address;
    private readonly ReconnectPolicy policy;
    private readonly ConnectionRenewal renewal;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<CanSessionState> stateChanged;
    private Task running = Task.CompletedTask;
    private ICanLink? next;
    private bool wasConnected;
    private int failedAttempts;

    /// <param name="options">Where to and how.</param>
    /// <param name="core">What outlives the connections.</param>
    /// <param name="stateChanged">Called after the state changed.</param>
    public SessionLoop(SessionOptions options, SessionCore core, Action<CanSessionState> stateChanged)
    {
        this.options = options;
        this.core = core;
        this.stateChanged = stateChanged;
        address = core.Connector.Address.ToString();
        renewal = new(core.Connector, options);
        policy = new(options.ReconnectDelay, options.ReconnectDelayMax, options.StableAfter, Random.Shared);
    }

    public CanSessionState State { get; private set; } = CanSessionState.Connecting;

    public Timestamp? ConnectedSince { get; private set; }

    public CanSessionException? LastError { get; private set; }

    /// <summary>What outlives the connections.</summary>
    public SessionCore Core => core;

    /// <summary>Ends with the first attempt to connect: with its failure, or well once the other side does not refuse this client any more.</summary>
    public Task FirstAttempt => core.FirstAttempt.Task;

    /// <summary>Ends when the session has, with why where nobody ended it.</summary>
    public Task Completion => completion.Task;

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        core.Gauges.Add(this);
        running = Task.Run(RunAsync);
    }

    /// <summary>Sends what waits, then ends the connection in order and the loop with it.</summary>
    /// <param name="cancellationToken">Ends the wait; the rest is given up.</param>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        core.Queue.Close(() => SessionMessages.SessionClosed(core.Name));
        try
        {
            await core.Queue.WaitEmptyAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            core.DiscardQueued("the session was closed before they could be");
        }

        await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the connection in order, without waiting for what is queued, and the loop with it.</summary>
    /// <param name="cancellationToken">Cuts the orderly end short.</param>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        closing.TrySetResult();
        if (State != CanSessionState.Connected)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        using var cutShort = cancellationToken.UnsafeRegister(static loop => ((SessionLoop)loop!).stop.CancelAsync(), this);
        await running.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => new(EndAsync(CancellationToken.None));

    private async Task RunAsync()
    {
        try
        {
            while (!closing.Task.IsCompleted && await RunOnceAsync().ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Closed while it waited.
        }
        catch (Exception exception)
        {
            // An exception that escaped here would end the user's shell.
            LastError = SessionMessages.Unexpected(address, exception);
            core.Events.Add(SessionEventKind.Lost, EventLevel.Error, LastError.Message, LastError);
        }
        finally
        {
            next?.Dispose();
            if (core.Connector is IAsyncDisposable connector)
            {
                await connector.DisposeAsync().ConfigureAwait(false);
            }

            var cause = closing.Task.IsCompleted ? null : LastError;

            // A timer of a pause that nobody waits for any more would outlive the session.
            await stop.CancelAsync().ConfigureAwait(false);

            // First: whoever sees the state and sends is told that the session is closed, not that a frame was taken and given up.
            core.Queue.Close(() => SessionMessages.SessionClosed(core.Name, cause));
            ChangeState(CanSessionState.Closed);
            Fail(core.FirstAttempt, LastError ?? SessionMessages.SessionClosed(core.Name));
            core.DiscardQueued("the session was closed");
            core.Events.Dispose();
            core.Events.Add(SessionEventKind.Closed, EventLevel.Information, SessionMessages.Closed(core.Name));
            core.Readers.End(() => cause is null ? null : SessionMessages.SessionClosed(core.Name, cause));
            core.Queue.Dispose();
            core.Gauges.Remove(this);
            if (cause is not null)
            {
                Fail(completion, SessionMessages.SessionClosed(core.Name, cause));
            }

            completion.TrySetResult();
        }
    }

    /// <summary>One attempt to connect and, if it succeeds, one connection.</summary>
    /// <returns>Whether to go on.</returns>
    private async Task<bool> RunOnceAsync()
    {
        var failure = await ConnectAndServeAsync().ConfigureAwait(false);
        if (closing.Task.IsCompleted)
        {
            return false;
        }

        // A bus that is silent for longer than the idle time is not a failure, so nothing is waited for; nor is it where the other side connects again.
        if (next is not null || options.Reconnect && (failure is { Error: SessionError.IdleTimeout } || wasConnected && core.Connector.Capabilities.PeerConnects))
        {
            return true;
        }

        Fail(core.FirstAttempt, failure!);
        if (!options.Reconnect)
        {
            return false;
        }

        var pause = policy.Next(failure!.Error);
        core.Events.Add(SessionEventKind.Retry, EventLevel.Information, SessionMessages.Retry(pause));
        await Task.WhenAny(Task.Delay(pause, options.TimeProvider, stop.Token), closing.Task).ConfigureAwait(false);
        return true;
    }

    /// <returns>Why there is no connection any more; null when the session is to close, or the next connection is there already.</returns>
    private async Task<CanSessionException?> ConnectAndServeAsync()
    {
        ICanLink link;
        try
        {
            link = next ?? await core.Connector.ConnectAsync(options.ConnectTimeout, stop.Token).ConfigureAwait(false);
            next = null;
        }
        catch (LinkException failure)
        {
            core.Counters.Add(SessionCounter.ConnectFailures, 1);
            return Fail(SessionMessages.Link(failure), SessionEventKind.ConnectFailed);
        }

        using (link)
        {
            var connectedAt = options.TimeProvider.GetTimestamp();
            core.Counters.Add(SessionCounter.Reconnects, wasConnected ? 1 : 0);
            core.Clock.ConnectionBegins();
            ConnectedSince = core.Clock.Now;
            ChangeState(CanSessionState.Connected);
            ReportConnected();
            wasConnected = true;
            using var admission = Admit();
            var failure = await ServeAsync(link).ConfigureAwait(false);
            policy.ConnectionEnded(options.TimeProvider.GetElapsedTime(connectedAt));
            return failure;
        }
    }

    /// <returns>Why there is no connection any more; null when the session is to close, or the next connection is there already.</returns>
    private async Task<CanSessionException?> ServeAsync(ICanLink link)
    {
        using var served = new ServedConnection(link, options, core, stop.Token);
        var end = await served.RunAsync(renewal, closing.Task).ConfigureAwait(false);
        CanSessionException? failure = null;
        if (end.Next is not null)
        {
            LastError = SessionMessages.IdleTimeout(address, options.IdleTimeout!.Value);
            core.Events.Add(SessionEventKind.Lost, EventLevel.Information, SessionMessages.Replaced(address, options.IdleTimeout!.Value), LastError);
        }
        else if (!closing.Task.IsCompleted)
        {
            failure = end.Idle ? SessionMessages.IdleTimeout(address, options.IdleTimeout!.Value) : EndReason(served, end.Broken);
            core.Counters.Add(SessionCounter.Refusals, served.Refused ? 1 : 0);
            failedAttempts = served.Refused ? failedAttempts : 0;
            Fail(failure, served.Refused ? SessionEventKind.Refused : SessionEventKind.Lost);
        }

        if (!served.Refused)
        {
            core.FirstAttempt.TrySetResult();
        }

        next = end.Next;
        served.Settle(sendAgain: core.Connector.Capabilities.Confirms && !options.SendAtMostOnce && options.Reconnect && !closing.Task.IsCompleted);
        return failure;
    }

    /// <summary>Ends the first attempt well: at once, or when the other side has had the time to refuse this client.</summary>
    /// <returns>The timer that does it; null where none is needed.</returns>
    private ITimer? Admit()
    {
        if (core.Connector.Capabilities.MayRefuse && !FirstAttempt.IsCompleted)
        {
            return options.TimeProvider.CreateTimer(_ => core.FirstAttempt.TrySetResult(), null, RefusalTimeout, Timeout.InfiniteTimeSpan);
        }

        core.FirstAttempt.TrySetResult();
        return null;
    }

    private CanSessionException EndReason(ServedConnection served, LinkException? broken) =>
        served.GivenUp is { } givenUp ? SessionMessages.Link(givenUp)
        : broken is not null ? SessionMessages.ConnectionLost(address, broken, options.Reconnect)
        : SessionMessages.ClosedByGateway(address, options.Reconnect);

    private CanSessionException Fail(CanSessionException failure, SessionEventKind kind)
    {
        LastError = failure;
        if (options.Reconnect && !closing.Task.IsCompleted)
        {
            ChangeState(wasConnected ? CanSessionState.Reconnecting : CanSessionState.Connecting);
        }

        // Of many attempts that fail in a row the first is worth a warning; how many they were is reported at the end. A silent bus is not.
        var repeated = kind != SessionEventKind.Lost && ++failedAttempts > 1 || failure.Error == SessionError.IdleTimeout;
        core.Events.Add(kind, repeated ? EventLevel.Information : EventLevel.Warning, failure.Message, failure);
        return failure;
    }

    private void ReportConnected()
    {
        // A gateway at its client limit is connected to before it refuses, so this connection says nothing yet.
        var isNoteworthy = failedAttempts > 1 && LastError?.Error != SessionError.ClientLimit;
        core.Events.Add(SessionEventKind.Connected, isNoteworthy ? EventLevel.Warning : EventLevel.Information,
            isNoteworthy ? SessionMessages.ConnectedAfter(address, failedAttempts, again: wasConnected) : SessionMessages.Connected(address));
    }

    private static void Fail(TaskCompletionSource awaited, CanSessionException failure)
    {
        awaited.TrySetException(failure);

        // Nobody has to wait for it, so its failure counts as seen.
        _ = awaited.Task.Exception;
    }

    private void ChangeState(CanSessionState state)
    {
        if (State != state)
        {
            ConnectedSince = state == CanSessionState.Connected ? ConnectedSince : null;
            State = state;
            stateChanged(state);
        }
    }
}
