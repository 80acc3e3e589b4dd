using System.Runtime.CompilerServices;

namespace Caneth.Sessions;

/// <summary>Waits for single frames of a session, and for the replies to what it sends.</summary>
/// <param name="core">The queue and the readers of the session.</param>
/// <param name="loop">Knows why there is no connection.</param>
/// <param name="options">How the session behaves.</param>
internal sealed class SessionRequests(SessionCore core, SessionLoop loop, SessionOptions options)
{
    private CanSessionException? WhyDisconnected => loop.State == CanSessionState.Connected ? null : loop.LastError;

    /// <inheritdoc cref="CanSession.WaitForFrameAsync(FrameFilter, TimeSpan, CancellationToken)"/>
    public async Task<CanFrame> WaitForFrameAsync(FrameFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(timeout, options.TimeProvider, cancellationToken);
        using var first = SubscribeToFirst(filter);
        try
        {
            return await FirstAsync(first, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled)
        {
            throw limit.IsOver ? SessionMessages.NoFrame(core.Name, filter, timeout, WhyDisconnected) : (Exception)limit.ByCaller(cancelled);
        }
    }

    /// <inheritdoc cref="CanSession.RequestAsync(CanFrame, FrameFilter, TimeSpan, CancellationToken)"/>
    public async Task<CanFrame> RequestAsync(CanFrame request, FrameFilter reply, TimeSpan timeout, CancellationToken cancellationToken)
    {
        core.Connector.Capabilities.ThrowIfNotCarried(request);
        using var limit = new TimeLimit(timeout, options.TimeProvider, cancellationToken);
        using var first = SubscribeToFirst(reply);
        var limits = new SendLimits(options.MaxSendAge);
        try
        {
            await new PendingSend(request, limits) { WriteHere = true }.SendAsync(core.Queue, limit.Token).ConfigureAwait(false);
            return await FirstAsync(first, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled)
        {
            limits.Revoke();
            core.Queue.TakeBackExpired();
            throw !limit.IsOver ? (Exception)limit.ByCaller(cancelled)
                : cancelled is SendCanceledException ? SessionMessages.NotRequested(core.Name, request, timeout, WhyDisconnected)
                : SessionMessages.NoReply(core.Name, request, reply, timeout, WhyDisconnected);
        }
    }

    private FrameSubscription SubscribeToFirst(FrameFilter filter) =>
        core.Subscribe(new() { Filter = filter, Capacity = 1, EndsWhenFull = true });

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CanFrame> FirstAsync(FrameSubscription subscription, CancellationToken cancellationToken)
    {
        if (await subscription.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return subscription.Take().Span[0];
        }

        await subscription.Completion.ConfigureAwait(false);
        throw SessionMessages.SessionClosed(core.Name);
    }
}
