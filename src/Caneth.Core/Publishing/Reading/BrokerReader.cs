namespace Caneth.Publishing;

/// <summary>
/// Reads messages from a broker, over one connection after another. Where the broker stores, each begins after the last message that was taken, so
/// that none is missed.
/// </summary>
/// <param name="broker">How to speak with the broker.</param>
/// <param name="options">Where it is.</param>
/// <param name="topic">The topic; a level <c>+</c> stands for any.</param>
/// <param name="time">The clock.</param>
internal sealed class BrokerReader(IBrokerConnector broker, BrokerOptions options, string topic, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private volatile Exception? lastError;

    /// <summary>Called when it is connected.</summary>
    public Action<IBrokerConnection>? Connected { get; init; }

    /// <summary>Called when a connection has failed, or could not be made.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>Connections made after the first.</summary>
    public long Reconnects { get; private set; }

    /// <summary>Why there was no connection the last time; null where there always was one.</summary>
    public Exception? LastError => lastError;

    /// <summary>Reads until it is cancelled.</summary>
    /// <param name="first">A connection that is there already; null for none.</param>
    /// <param name="after">The place after which to begin: 0 for all that is stored, null for what comes from now on.</param>
    /// <param name="take">Takes a message; the next is read when it is done.</param>
    /// <param name="endsRefused">Whether it ends where the broker refuses; else it asks again, as after any failure.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it was cancelled.</returns>
    /// <exception cref="BrokerException">The broker has refused.</exception>
    public async Task RunAsync(
        IBrokerConnection? first, ulong? after, Func<BrokerMessage, ValueTask> take, bool endsRefused, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var place = after;
        var connections = 0;
        while (true)
        {
            try
            {
                var connection = first ?? await broker.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
                first = null;
                await using var its = connection.ConfigureAwait(false);
                Reconnects += connections++ > 0 ? 1 : 0;
                Connected?.Invoke(connection);
                await foreach (var message in connection.ReadAsync(topic, place, cancellationToken).ConfigureAwait(false))
                {
                    pause = FirstPause;
                    await take(message).ConfigureAwait(false);
                    place = message.Place ?? place;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (BrokerException refusal) when (refusal.IsRefusal && endsRefused)
            {
                lastError = refusal;
                throw;
            }
            catch (Exception failure)
            {
                first = null;
                lastError = failure;
                Failed?.Invoke(failure);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
