using System.Net.Sockets;
using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>
/// Makes the connection that is to follow a silent one while that one is still open, so that nothing is lost in between. Whether the
/// silent one is dead, or only the bus is, nobody can tell; if it comes to life meanwhile it is kept.
/// </summary>
internal sealed class ConnectionRenewal(GatewayConnector connector, SessionOptions options)
{
    // Not long: while it lasts nobody is told that the gateway may be gone.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // A gateway at its client limit accepts, refuses in words, and closes, all at once.
    private static readonly TimeSpan Probation = TimeSpan.FromMilliseconds(200);

    // What the new connection gets, the old one gets at the same time, if it is alive.
    private static readonly TimeSpan ToShowLife = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    // A registration packet, of 128 bytes at most, may come before the refusal.
    private const int MaxFirstBytes = 128 + FrameCodec.FrameSize;

    // How "Sorry,Limited" begins: it may come in pieces.
    private static ReadOnlySpan<byte> Refusal => "Sorry"u8;

    /// <summary>Tries to connect once more.</summary>
    /// <param name="isAlive">Whether the silent connection has come to life.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The new connection, with nothing read from it yet; null where the silent one has come to life, or the gateway cannot be
    /// reached or has no room for one more client.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<GatewayConnection?> TryAsync(Func<bool> isAlive, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = options.ConnectTimeout > TimeSpan.Zero && options.ConnectTimeout < ConnectTimeout ? options.ConnectTimeout : ConnectTimeout;
        var connecting = connector.ConnectAsync(timeout, end.Token);
        GatewayConnection? connection = null;
        try
        {
            await WaitAsync(connecting, isAlive, timeout: null, cancellationToken).ConfigureAwait(false);
            if (!connecting.IsCompleted)
            {
                return null;
            }

            connection = await connecting.ConfigureAwait(false);
            if (await IsAdmittedAsync(connection, isAlive, end.Token).ConfigureAwait(false))
            {
                return connection;
            }
        }
        catch (CanSessionException)
        {
            // The gateway cannot be reached, as the next attempt will find too, and tell.
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            if (connection is null)
            {
                CloseWhenItConnects(connecting);
            }
        }

        connection?.Dispose();
        return null;
    }

    private async Task<bool> IsAdmittedAsync(GatewayConnection connection, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = new byte[MaxFirstBytes];
        var arriving = connection.PeekAsync(first, end.Token).AsTask();
        try
        {
            await WaitAsync(arriving, isAlive, Probation, cancellationToken).ConfigureAwait(false);
            if (!arriving.IsCompleted)
            {
                return !isAlive();
            }

            var bytes = await arriving.ConfigureAwait(false);
            await WaitAsync(Task.Delay(Timeout.InfiniteTimeSpan, end.Token), isAlive, ToShowLife, cancellationToken).ConfigureAwait(false);
            return bytes > 0 && first.AsSpan(0, bytes).IndexOf(Refusal) < 0 && !isAlive();
        }
        catch (SocketException)
        {
            return false;
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

    private static void CloseWhenItConnects(Task<GatewayConnection> connecting) => connecting.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.Result.Dispose();
            }

            // A failure that nobody waits for any more counts as seen.
            _ = late.Exception;
        },
        TaskScheduler.Default);
}
