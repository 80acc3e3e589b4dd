using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// Makes the connection that is to follow a silent one while that one is still open, so that nothing is lost in between. Nothing
/// shows whether the silent one is dead, or only the bus is; if it comes to life before then it is kept.
/// </summary>
internal sealed class ConnectionRenewal(ICanConnector connector, SessionOptions options)
{
    // Not long: while it lasts, nothing reports that the gateway may be gone.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // A gateway at its client limit accepts, refuses in words, and closes, all at once.
    private static readonly TimeSpan Probation = TimeSpan.FromMilliseconds(200);

    // What the new connection gets, the old one gets at the same time, if it is alive.
    private static readonly TimeSpan LifeTimeout = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    /// <summary>Tries to connect once more.</summary>
    /// <param name="isAlive">Whether the silent connection has come to life.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The new connection, with nothing read from it yet; null where the silent one has come to life, or the gateway cannot be
    /// reached or has no room for one more client.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<ICanLink?> TryAsync(Func<bool> isAlive, CancellationToken cancellationToken)
    {
        if (connector.Capabilities.IsExclusive)
        {
            return null;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = options.ConnectTimeout > TimeSpan.Zero && options.ConnectTimeout < ConnectTimeout ? options.ConnectTimeout : ConnectTimeout;
        var connecting = connector.ConnectAsync(timeout, end.Token);
        ICanLink? link = null;
        try
        {
            await WaitAsync(connecting, isAlive, timeout: null, cancellationToken).ConfigureAwait(false);
            if (!connecting.IsCompleted)
            {
                return null;
            }

            link = await connecting.ConfigureAwait(false);
            if (await IsAdmittedAsync(link, isAlive, end.Token).ConfigureAwait(false))
            {
                return link;
            }
        }
        catch (LinkException)
        {
            // The gateway cannot be reached, as the next attempt will find too, and report.
        }
        catch
        {
            link?.Dispose();
            throw;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            if (link is null)
            {
                CloseWhenItConnects(connecting);
            }
        }

        link?.Dispose();
        return null;
    }

    private async Task<bool> IsAdmittedAsync(ICanLink link, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arriving = link.WaitForAdmissionAsync(end.Token);
        try
        {
            await WaitAsync(arriving, isAlive, Probation, cancellationToken).ConfigureAwait(false);
            if (!arriving.IsCompleted)
            {
                return !isAlive();
            }

            var isAdmitted = await arriving.ConfigureAwait(false);
            await WaitAsync(Task.Delay(Timeout.InfiniteTimeSpan, end.Token), isAlive, LifeTimeout, cancellationToken).ConfigureAwait(false);
            return isAdmitted && !isAlive();
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await arriving.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a task has ended, the silent connection lives, or the time is over.</summary>
    private async Task WaitAsync(Task task, Func<bool> isAlive, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var start = options.TimeProvider.GetTimestamp();
        while (!task.IsCompleted && !isAlive() && !(options.TimeProvider.GetElapsedTime(start) >= timeout))
        {
            await Task.Delay(PollInterval, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CloseWhenItConnects(Task<ICanLink> connecting) => connecting.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.Result.Dispose();
            }

            // A failure that is no longer awaited counts as observed.
            _ = late.Exception;
        },
        TaskScheduler.Default);
}
