using System.Runtime.ExceptionServices;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>One connection while it is served: what receives and what sends over it, how both end, and what they leave.</summary>
internal sealed class ServedConnection : IDisposable
{
    // How long to wait, in an orderly end, until the gateway has acknowledged what it was sent, and then until it closes its
    // side, which some never do.
    private static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(250);

    private readonly ICanLink link;
    private readonly SessionOptions options;
    private readonly SessionCore core;
    private readonly CancellationToken stop;
    private readonly ReceiveLoop receive;
    private readonly SendLoop send;
    private readonly CancellationTokenSource stopReceiving;
    private readonly CancellationTokenSource stopSending;
    private readonly IdleWatchdog? watchdog;
    private CancellationTokenSource pauseReceiving;

    /// <param name="link">The connection.</param>
    /// <param name="options">How the session behaves.</param>
    /// <param name="core">What outlives the connection.</param>
    /// <param name="stop">Cuts its end short.</param>
    public ServedConnection(ICanLink link, SessionOptions options, SessionCore core, CancellationToken stop)
    {
        this.link = link;
        this.options = options;
        this.core = core;
        this.stop = stop;
        receive = new(link, core.Traffic, core.Counters, core.Clock, core.FirstAttempt);
        send = new(link, core.Queue, core.Traffic, core.Limiter, options.TimeProvider);
        stopReceiving = CancellationTokenSource.CreateLinkedTokenSource(stop);
        stopSending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        pauseReceiving = CancellationTokenSource.CreateLinkedTokenSource(stopReceiving.Token);
        watchdog = IdleWatchdog.Start(options, receive);
    }

    /// <summary>Why the other side, or what it sent, was given up; null where it was not.</summary>
    public LinkException? GivenUp => receive.GivenUp;

    /// <summary>Whether the other side refused this client.</summary>
    public bool Refused => GivenUp?.Error == LinkError.ClientLimit;

    /// <summary>Serves the connection until it ends, is silent for too long, or the session is to close.</summary>
    /// <param name="renewal">Makes the next connection where this one is silent.</param>
    /// <param name="closing">Ends when the session is to close.</param>
    /// <returns>How it ended.</returns>
    public async Task<End> RunAsync(ConnectionRenewal renewal, Task closing)
    {
        // On threads of their own: where there is always something to do, neither would ever let go of this one.
        var receiving = Task.Run(() => receive.RunAsync(pauseReceiving.Token, stopReceiving.Token), CancellationToken.None);
        var sending = Task.Run(() => send.RunAsync(stopSending.Token), CancellationToken.None);
        ICanLink? next = null;
        var idle = false;

        // A broken connection ends reading too, but only after what came before the break: so reading decides.
        var silence = watchdog?.RestartAsync();
        while (await Task.WhenAny([receiving, closing, .. silence is null ? (Task[])[] : [silence]]).ConfigureAwait(false) == silence)
        {
            var reads = receive.Reads;
            next = options.Reconnect ? await RenewAsync(renewal, receiving, closing, reads).ConfigureAwait(false) : null;
            if (next is not null)
            {
                receiving = await PauseAsync(receiving, reads).ConfigureAwait(false);
            }

            idle = receive.Reads == reads && !closing.IsCompleted && !stop.IsCancellationRequested && (next is not null || !receiving.IsCompleted);
            if (idle)
            {
                break;
            }

            // It lives, and what the other connection would get comes here too; or it has ended on its own.
            next?.Dispose();
            next = null;
            silence = watchdog!.RestartAsync();
        }

        await stopSending.CancelAsync().ConfigureAwait(false);
        var broken = await ErrorOf(sending).ConfigureAwait(false);
        if (next is not null)
        {
            broken ??= await HandOverAsync().ConfigureAwait(false);
        }
        else if (broken is null && (!receiving.IsCompleted || receiving.IsCompletedSuccessfully && !Refused))
        {
            broken = await EndInOrderAsync(receiving).ConfigureAwait(false);
        }

        await stopReceiving.CancelAsync().ConfigureAwait(false);
        broken = await ErrorOf(receiving).ConfigureAwait(false) ?? broken;
        return new(broken, idle, next);
    }

    /// <summary>Settles what was received in part, and what was written and not acknowledged.</summary>
    /// <param name="sendAgain">Whether the latter is sent again.</param>
    public void Settle(bool sendAgain)
    {
        receive.End();
        if (Refused)
        {
            send.History.DistrustAcknowledgements();
        }

        var (again, givenUp) = core.Queue.ConnectionEnded(send.History, sendAgain);
        if (again.Count + givenUp.Count == 0)
        {
            return;
        }

        // What is sent again, or reported, must not leave this computer as well.
        link.Abort();
        if (again.Count > 0)
        {
            core.ReportResent(again);
        }

        if (givenUp.Count > 0)
        {
            core.ReportUnconfirmed(givenUp, tooOld: sendAgain);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watchdog?.Dispose();
        pauseReceiving.Dispose();
        stopReceiving.Dispose();
        stopSending.Dispose();
    }

    /// <returns>The connection that may follow; null where there is none, or it is not needed.</returns>
    private async Task<ICanLink?> RenewAsync(ConnectionRenewal renewal, Task receiving, Task closing, long reads)
    {
        try
        {
            return await renewal.TryAsync(() => receive.Reads != reads || closing.IsCompleted, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Receives no more, unless something comes at the last moment: then it goes on.</summary>
    /// <returns>The receiving from now on.</returns>
    private async Task<Task> PauseAsync(Task receiving, long reads)
    {
        await pauseReceiving.CancelAsync().ConfigureAwait(false);
        while (!receiving.IsCompleted && receive.Reads == reads)
        {
            await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
        }

        if (receive.Reads == reads)
        {
            return receiving;
        }

        pauseReceiving.Dispose();
        pauseReceiving = CancellationTokenSource.CreateLinkedTokenSource(stopReceiving.Token);
        return ContinueAsync(receiving);
    }

    private async Task ContinueAsync(Task paused)
    {
        try
        {
            await paused.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopReceiving.IsCancellationRequested)
        {
            await receive.RunAsync(pauseReceiving.Token, stopReceiving.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Stops sending at a frame boundary, as far as the silent connection takes it: the rest is for the next one.</summary>
    private async Task<LinkException?> HandOverAsync()
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        return await FinishSendingAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops at a frame boundary, says so, and waits until the gateway has acknowledged all of it and closed its side: to close
    /// earlier, or with received bytes unread, would make TCP reset the connection and destroy what is in flight.
    /// </summary>
    /// <returns>What broke, if anything.</returns>
    private async Task<LinkException?> EndInOrderAsync(Task receiving)
    {
        using var timeout = new CancellationTokenSource(AcknowledgeTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        var broken = await FinishSendingAsync(either.Token).ConfigureAwait(false);
        if (broken is null && !either.IsCancellationRequested)
        {
            await Task.WhenAny(receiving, Task.Delay(CloseTimeout, options.TimeProvider, either.Token)).ConfigureAwait(false);
        }

        return broken;
    }

    /// <returns>What broke, if anything; that there was no time is not a break.</returns>
    private async Task<LinkException?> FinishSendingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await send.FinishAsync(cancellationToken).ConfigureAwait(false);
            await link.EndSendingAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (LinkException exception)
        {
            return exception;
        }
    }

    /// <returns>What broke, if anything; a stop is not a break.</returns>
    private static async Task<LinkException?> ErrorOf(Task loop)
    {
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loop.Exception?.InnerException is { } failure and not LinkException)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return (LinkException?)loop.Exception?.InnerException;
    }

    /// <summary>How a connection ended.</summary>
    /// <param name="Broken">What broke, if anything.</param>
    /// <param name="Idle">Whether it was silent for too long.</param>
    /// <param name="Next">The connection that follows it at once; null where there is none yet.</param>
    public sealed record End(LinkException? Broken, bool Idle, ICanLink? Next);
}
