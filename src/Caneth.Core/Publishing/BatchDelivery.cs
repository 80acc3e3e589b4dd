using System.Runtime.ExceptionServices;
using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>Carries what lies in the spool to the broker, over one connection at a time, until the broker has acknowledged it.</summary>
/// <param name="spool">The spool.</param>
/// <param name="path">Where it lies.</param>
/// <param name="outbox">The values of signals.</param>
/// <param name="options">How many messages may be open, and what topics begin with.</param>
/// <param name="counters">Where to count.</param>
/// <param name="events">Where to tell.</param>
/// <param name="arrived">Set when there is something new in the spool, or something is acknowledged.</param>
internal sealed class BatchDelivery(
    BatchSpool spool, string path, SignalOutbox outbox, PublisherOptions options, Tally<PublisherCounter> counters, PublisherEventLog events, AsyncSignal arrived)
{
    private volatile bool isLast;

    /// <summary>Says that nothing more comes: what there is is carried, and then it is over.</summary>
    public void Complete()
    {
        isLast = true;
        arrived.Set();
        outbox.Wake();
    }

    /// <summary>Carries until the connection fails, or all is carried after <see cref="Complete"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when all is carried; else it has failed.</returns>
    /// <exception cref="BrokerException">The connection has failed, or the broker does not take something.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(IBrokerConnection connection, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var both = new[] { EndOther(CarryBatchesAsync(connection, end)), EndOther(CarrySignalsAsync(connection, end.Token)) };
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (both.Select(task => task.Exception?.InnerException).OfType<Exception>().FirstOrDefault() is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        // Neither failed: both are through, or were cancelled from outside.
        cancellationToken.ThrowIfCancellationRequested();

        async Task EndOther(Task task)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch
            {
                await end.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task CarryBatchesAsync(IBrokerConnection connection, CancellationTokenSource end)
    {
        var window = new SemaphoreSlim(options.MaxUnacknowledged);
        var failed = new TaskCompletionSource();
        var open = 0;
        var isThrough = false;
        try
        {
            while (!failed.Task.IsCompleted)
            {
                await window.WaitAsync(end.Token).ConfigureAwait(false);
                if (spool.TryTake(out var entry, out var message))
                {
                    Interlocked.Increment(ref open);
                    _ = CarryAsync(entry, message);
                    continue;
                }

                window.Release();
                if (isLast && spool.IsEmpty)
                {
                    isThrough = true;
                    return;
                }

                await arrived.WaitAsync(end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (failed.Task.IsCompleted)
        {
            // The failure is what is of interest.
        }
        finally
        {
            if (!isThrough)
            {
                await end.CancelAsync().ConfigureAwait(false);
            }

            // What is under way still may be acknowledged; after this nothing is.
            while (Volatile.Read(ref open) > 0)
            {
                await window.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        await failed.Task.ConfigureAwait(false);

        async Task CarryAsync(SpoolEntry entry, ReadOnlyMemory<byte> message)
        {
            try
            {
                await PublishAsync(connection, entry, message, end.Token).ConfigureAwait(false);
                arrived.Set();
            }
            catch (Exception failure)
            {
                failed.TrySetException(failure);
                await end.CancelAsync().ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref open);
                window.Release();
            }
        }
    }

    private async Task PublishAsync(IBrokerConnection connection, SpoolEntry entry, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!BatchHeader.TryRead(message.Span, out var header, out _, out _))
        {
            if (spool.Acknowledge(entry))
            {
                counters.Add(PublisherCounter.FramesDiscarded, entry.Frames);
                events.Warn(PublisherEventKind.SpoolDamaged, PublisherMessages.BatchDamaged(path), entry.Frames);
            }

            return;
        }

        var topic = Topic.OfFrames(options.Topic, header.Device);
        var receipt = await connection.PublishAsync(topic, message, FrameBatch.KeyOf(header.Session, header.FirstSequence), cancellationToken).ConfigureAwait(false);
        if (!spool.Acknowledge(entry))
        {
            return;
        }

        counters.Add(PublisherCounter.BytesPublished, message.Length);
        counters.Add(PublisherCounter.BatchesPublished, 1);
        counters.Add(PublisherCounter.FramesPublished, header.Count);
        if (receipt == BrokerReceipt.Unread)
        {
            counters.Add(PublisherCounter.FramesUnread, header.Count);
            events.Warn(PublisherEventKind.FramesUnread, PublisherMessages.Unread(topic), header.Count);
        }
    }

    private async Task CarrySignalsAsync(IBrokerConnection connection, CancellationToken cancellationToken)
    {
        while (!isLast || !outbox.IsEmpty)
        {
            if (outbox.IsEmpty)
            {
                await outbox.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var values = outbox.Take();
            foreach (var (topic, value) in values)
            {
                try
                {
                    await connection.PublishLatestAsync(topic, value, cancellationToken).ConfigureAwait(false);
                    counters.Add(PublisherCounter.SignalsPublished, 1);
                }
                catch
                {
                    foreach (var (left, its) in values.SkipWhile(pair => pair.Key != topic))
                    {
                        outbox.PutBack(left, its);
                    }

                    throw;
                }
            }
        }
    }
}
