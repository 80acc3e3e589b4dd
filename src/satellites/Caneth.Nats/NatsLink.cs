using System.Runtime.CompilerServices;
using Caneth.Publishing;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Caneth.Nats;

/// <summary>A connection to a NATS server. The client would make it again; who uses it is told that it is lost instead.</summary>
internal sealed class NatsLink : IBrokerConnection
{
    private readonly NatsConnection client;
    private readonly NatsJSContext store;
    private readonly BrokerOptions options;
    private readonly CancellationTokenSource lost = new();

    public NatsLink(NatsConnection client, NatsJSContext store, BrokerOptions options, IReadOnlyList<string> notices)
    {
        this.client = client;
        this.store = store;
        this.options = options;
        Notices = notices;
        client.ConnectionDisconnected += (_, _) => new(lost.CancelAsync());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notices { get; }

    /// <inheritdoc/>
    public Task<BrokerReceipt> PublishAsync(string topic, ReadOnlyMemory<byte> message, string key, CancellationToken cancellationToken) => GuardAsync(
        async end =>
        {
            var answer = await store.PublishAsync(
                NatsSubject.Of(topic), message, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, new NatsJSPubOpts { MsgId = key }, headers: null, end).ConfigureAwait(false);
            if (answer is { Error: null, Duplicate: true })
            {
                // For the client that is a failure; here it is a batch whose acknowledgement was lost on the way.
                return BrokerReceipt.StoredBefore;
            }

            answer.EnsureSuccess();
            return BrokerReceipt.Stored;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task PublishLatestAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => GuardAsync(
        async end =>
        {
            await client.PublishAsync(
                NatsSubject.Of(topic), message, headers: null, replyTo: null, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, opts: null, end).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BrokerMessage> ReadAsync(string topic, ulong? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost.Token);
        var messages = (await GuardAsync(_ => ConsumeAsync(NatsSubject.Of(topic), after, end.Token), cancellationToken).ConfigureAwait(false))
            .GetAsyncEnumerator(end.Token);
        await using var its = messages.ConfigureAwait(false);
        while (await GuardAsync(async _ => await messages.MoveNextAsync().ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
        {
            var message = messages.Current;
            yield return new(message.Data ?? [], message.Metadata?.Sequence.Stream);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw Lost();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What tells that the connection is lost stays: the client may still say so.
        await client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IAsyncEnumerable<INatsJSMsg<byte[]>>> ConsumeAsync(string subject, ulong? after, CancellationToken cancellationToken)
    {
        var stream = await NatsSubject.FindStreamAsync(store, subject, cancellationToken).ConfigureAwait(false) ?? throw new BrokerException(
            $"No stream of JetStream stores '{subject}'.", isRefusal: true, recommendation: "Publish there first, or give the topic that is published to.");
        var begin = after is > 0 && after > await LastOfAsync(stream, cancellationToken).ConfigureAwait(false) ? 0 : after;
        var consumer = await store.CreateOrderedConsumerAsync(
            stream,
            new NatsJSOrderedConsumerOpts
            {
                FilterSubjects = [subject],
                DeliverPolicy = begin switch
                {
                    null => ConsumerConfigDeliverPolicy.New,
                    0 => ConsumerConfigDeliverPolicy.All,
                    _ => ConsumerConfigDeliverPolicy.ByStartSequence,
                },
                OptStartSeq = begin is > 0 ? begin.Value + 1 : 0,
            },
            cancellationToken).ConfigureAwait(false);
        return consumer.ConsumeAsync(NatsRawSerializer<byte[]>.Default, opts: null, cancellationToken);
    }

    /// <summary>The last place in a stream. One that was made anew has fewer than a reader remembers, and is read from its beginning.</summary>
    private async Task<ulong> LastOfAsync(string stream, CancellationToken cancellationToken) =>
        (ulong)(await store.GetStreamAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false)).Info.State.LastSeq;

    /// <summary>Does something that ends when the connection is lost.</summary>
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost.Token);
            return await action(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            throw Lost();
        }
        catch (Exception failure)
        {
            throw NatsFailure.Of(failure);
        }
    }

    private BrokerException Lost() => new($"The connection to {options.Address} is lost.");
}
