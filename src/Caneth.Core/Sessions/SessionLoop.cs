using System.Net.Sockets;
using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>
/// The life of a session: connect, serve the connection until it ends, wait, connect again. The one owner of the session's
/// state, which changes before anybody is told.
/// </summary>
internal sealed class SessionLoop : IAsyncDisposable
{
    // How long to wait, in an orderly end, until the gateway has acknowledged what it was sent, and then until it closes its
    // side, which some never do.
    private static readonly TimeSpan ToAcknowledge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ToClose = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly SessionOptions options;
    private readonly SessionParts parts;
    private readonly string address;
    private readonly ReconnectPolicy policy;
    private readonly GatewayConnector connector;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<CanSessionState> stateChanged;
    private Task running = Task.CompletedTask;
    private bool wasConnected;
    private int failedAttempts;

    /// <param name="options">Where to and how.</param>
    /// <param name="parts">What outlives the connections.</param>
    /// <param name="stateChanged">Called after the state changed.</param>
    public SessionLoop(SessionOptions options, SessionParts parts, Action<CanSessionState> stateChanged)
    {
        this.options = options;
        this.parts = parts;
        this.stateChanged = stateChanged;
        address = $"{options.HostName}:{options.Port}";
        connector = new(options);
        policy = new(options.ReconnectDelay, options.ReconnectDelayMax, options.StableAfter, Random.Shared);
    }

    public CanSessionState State { get; private set; } = CanSessionState.Connecting;

    public Timestamp? ConnectedSince { get; private set; }

    public CanSessionException? LastError { get; private set; }

    /// <summary>Ends with the first attempt to connect, well or with its failure.</summary>
    public Task FirstAttempt => firstAttempt.Task;

    /// <summary>Begins to connect.</summary>
    public void Start() => running = Task.Run(RunAsync);

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
            while (!closing.Task.IsCompleted && await LiveOnceAsync().ConfigureAwait(false))
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
            parts.Events.Add(SessionEventKind.Lost, SessionEventLevel.Error, LastError.Message, LastError);
        }
        finally
        {
            // A timer of a pause that nobody waits for any more would outlive the session.
            await stop.CancelAsync().ConfigureAwait(false);
            ChangeState(CanSessionState.Closed);
            FirstAttemptFailed(LastError ?? SessionMessages.SessionClosed(parts.Name));
            parts.Queue.Close(SessionMessages.SessionClosed(parts.Name));
            parts.DiscardQueued("the session was closed");
            parts.Events.Add(SessionEventKind.Closed, SessionEventLevel.Information, SessionMessages.Closed(parts.Name));
            parts.Readers.End();
            parts.Queue.Dispose();
        }
    }

    /// <summary>One attempt to connect and, if it succeeds, one connection.</summary>
    /// <returns>Whether to go on.</returns>
    private async Task<bool> LiveOnceAsync()
    {
        var failure = await ConnectAndServeAsync().ConfigureAwait(false);
        if (failure is null || closing.Task.IsCompleted)
        {
            return false;
        }

        FirstAttemptFailed(failure);
        if (!options.Reconnect)
        {
            return false;
        }

        var pause = policy.Next(failure.Error);
        parts.Events.Add(SessionEventKind.Retry, SessionEventLevel.Information, SessionMessages.Retry(pause));
        await Task.WhenAny(Task.Delay(pause, options.TimeProvider, stop.Token), closing.Task).ConfigureAwait(false);
        return true;
    }

    /// <returns>Why there is no connection any more; null when the session is to close.</returns>
    private async Task<CanSessionException?> ConnectAndServeAsync()
    {
        GatewayConnection connection;
        try
        {
            connection = await connector.ConnectAsync(options.ConnectTimeout, stop.Token).ConfigureAwait(false);
        }
        catch (CanSessionException failure)
        {
            parts.Counters.ConnectFailures.Add(1);
            return Fail(failure, SessionEventKind.ConnectFailed);
        }

        using (connection)
        {
            var connectedAt = options.TimeProvider.GetTimestamp();
            parts.Counters.Reconnects.Add(wasConnected ? 1 : 0);
            ChangeState(CanSessionState.Connected);
            TellConnected();
            wasConnected = true;
            firstAttempt.TrySetResult();

            var failure = await ServeAsync(connection).ConfigureAwait(false);

            policy.ConnectionEnded(options.TimeProvider.GetElapsedTime(connectedAt));
            return failure;
        }
    }

    private async Task<CanSessionException?> ServeAsync(GatewayConnection connection)
    {
        var receive = new ReceiveLoop(connection, new FrameStreamDecoder(parts.Name), parts.Readers, parts.Counters, parts.Clock);
        receive.Resynchronised += (skipped, invalid) => parts.Events.Add(SessionEventKind.Resynchronised, SessionEventLevel.Warning,
            SessionMessages.Resynchronised(skipped, invalid));
        var send = new SendLoop(connection, parts.Queue, parts.Pacer, options.TimeProvider);

        using var stopReceiving = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        using var stopSending = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        using var watchdog = IdleWatchdog.Start(options, receive, stopReceiving);

        // On threads of their own: where there is always something to do, neither would ever let go of this one.
        var receiving = Task.Run(() => receive.RunAsync(stopReceiving.Token), CancellationToken.None);
        var sending = Task.Run(() => send.RunAsync(stopSending.Token), CancellationToken.None);

        // A broken connection ends reading too, but only after what came before the break: so reading decides.
        await Task.WhenAny(receiving, closing.Task).ConfigureAwait(false);
        await stopSending.CancelAsync().ConfigureAwait(false);
        var broken = await EndOf(sending).ConfigureAwait(false);
        if (broken is null && (!receiving.IsCompleted || receiving.IsCompletedSuccessfully && !receive.Refused))
        {
            broken = await EndInOrderAsync(connection, send, receiving).ConfigureAwait(false);
        }

        await stopReceiving.CancelAsync().ConfigureAwait(false);
        broken = await EndOf(receiving).ConfigureAwait(false) ?? broken;

        CanSessionException? failure = null;
        if (!closing.Task.IsCompleted)
        {
            failure = watchdog?.Expired == true
                ? SessionMessages.IdleTimeout(address, options.IdleTimeout!.Value)
                : WhyEnded(receive, broken);
            parts.Counters.Refusals.Add(receive.Refused ? 1 : 0);
            failedAttempts = receive.Refused ? failedAttempts : 0;
            Fail(failure, receive.Refused ? SessionEventKind.Refused : SessionEventKind.Lost);
        }

        Account(connection, send, receive);
        return failure;
    }

    private CanSessionException WhyEnded(ReceiveLoop receive, Exception? broken) =>
        receive.Refused ? SessionMessages.ClientLimit(address)
        : receive.AlignmentLost ? SessionMessages.AlignmentLost(address)
        : broken is not null ? SessionMessages.ConnectionLost(address, broken)
        : SessionMessages.ClosedByGateway(address);

    /// <summary>
    /// Stops at a frame boundary, says so, and waits until the gateway has acknowledged all of it and closed its side: to close
    /// earlier, or with received bytes unread, would make TCP reset the connection and destroy what is in flight.
    /// </summary>
    /// <returns>What broke, if anything.</returns>
    private async Task<Exception?> EndInOrderAsync(GatewayConnection connection, SendLoop send, Task receiving)
    {
        using var patience = new CancellationTokenSource(ToAcknowledge, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop.Token);
        try
        {
            await send.FinishAsync(either.Token).ConfigureAwait(false);
            connection.ShutdownSend();
            while (connection.BytesAcknowledged < connection.BytesWritten && !connection.IsBroken)
            {
                await Task.Delay(BetweenLooks, options.TimeProvider, either.Token).ConfigureAwait(false);
            }

            await receiving.WaitAsync(ToClose, options.TimeProvider, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or SocketException)
        {
            return exception as SocketException;
        }
    }

    /// <summary>Settles what was received in part, and what was written and not acknowledged.</summary>
    private void Account(GatewayConnection connection, SendLoop send, ReceiveLoop receive)
    {
        var partial = receive.End();
        if (partial > 0)
        {
            parts.Events.Add(SessionEventKind.PartialFrame, SessionEventLevel.Warning, SessionMessages.PartialFrame(partial));
        }

        if (receive.Refused)
        {
            send.History.DistrustAcknowledgements();
        }

        var sendAgain = !options.SendAtMostOnce && options.Reconnect && !closing.Task.IsCompleted;
        var (again, givenUp) = parts.Queue.ConnectionEnded(send.History, sendAgain);
        if (again.Count + givenUp.Count == 0)
        {
            return;
        }

        // What is sent again, or reported, must not leave this computer as well.
        connection.Abort();
        if (again.Count > 0)
        {
            parts.ReportResent(again);
        }

        if (givenUp.Count > 0)
        {
            parts.ReportUnconfirmed(givenUp, tooOld: sendAgain);
        }
    }

    private CanSessionException Fail(CanSessionException failure, SessionEventKind kind)
    {
        LastError = failure;
        if (options.Reconnect && !closing.Task.IsCompleted)
        {
            ChangeState(wasConnected ? CanSessionState.Reconnecting : CanSessionState.Connecting);
        }

        // Of many attempts that fail in a row the first is worth a warning; how many they were is told in the end.
        var repeated = kind != SessionEventKind.Lost && ++failedAttempts > 1;
        parts.Events.Add(kind, repeated ? SessionEventLevel.Information : SessionEventLevel.Warning, failure.Message, failure);
        return failure;
    }

    private void TellConnected()
    {
        // A gateway at its client limit is connected to before it refuses, so this connection says nothing yet.
        var worthIt = failedAttempts > 1 && LastError?.Error != SessionError.ClientLimit;
        parts.Events.Add(SessionEventKind.Connected, worthIt ? SessionEventLevel.Warning : SessionEventLevel.Information,
            worthIt ? SessionMessages.ConnectedAfter(address, failedAttempts, again: wasConnected) : SessionMessages.Connected(address));
    }

    private void FirstAttemptFailed(CanSessionException failure)
    {
        firstAttempt.TrySetException(failure);

        // Nobody has to wait for the first attempt, so its failure counts as seen.
        _ = firstAttempt.Task.Exception;
    }

    private void ChangeState(CanSessionState state)
    {
        if (State != state)
        {
            ConnectedSince = state == CanSessionState.Connected ? parts.Clock.Now : null;
            State = state;
            stateChanged(state);
        }
    }

    /// <returns>What broke, if anything; a stop is no break.</returns>
    private static async Task<Exception?> EndOf(Task loop)
    {
        try
        {
            await loop.ConfigureAwait(false);
            return null;
        }
        catch (SocketException exception)
        {
            return exception;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
