using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Caneth.Publishing;
using MQTTnet;
using MQTTnet.Protocol;

namespace Caneth.Mqtt;

/// <summary>A connection to an MQTT broker.</summary>
internal sealed class MqttLink : IBrokerConnection
{
    // What the broker has sent and the reader has not taken; the broker waits for the rest to be acknowledged.
    private const int MostUnread = 64;

    private readonly IMqttClient client;
    private readonly BrokerOptions options;
    private readonly CancellationTokenSource lost = new();

    public MqttLink(IMqttClient client, BrokerOptions options)
    {
        this.client = client;
        this.options = options;
        client.DisconnectedAsync += _ => lost.CancelAsync();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notices => [];

    /// <inheritdoc/>
    public async Task<BrokerReceipt> PublishAsync(string topic, ReadOnlyMemory<byte> message, string key, CancellationToken cancellationToken) =>
        await SendAsync(topic, message, retain: false, cancellationToken).ConfigureAwait(false) == MqttClientPublishReasonCode.NoMatchingSubscribers
            ? BrokerReceipt.Unread
            : BrokerReceipt.Accepted;

    /// <inheritdoc/>
    public Task PublishLatestAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        SendAsync(topic, message, retain: true, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BrokerMessage> ReadAsync(string topic, ulong? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null)
        {
            throw new BrokerException("An MQTT broker stores nothing that could be read later.", isRefusal: true, recommendation: "Read what comes from now on, or use a broker that stores: NATS with JetStream.");
        }

        var arrived = Channel.CreateBounded<byte[]>(MostUnread);
        client.ApplicationMessageReceivedAsync += received => arrived.Writer.WriteAsync(received.ApplicationMessage.Payload.ToArray(), lost.Token).AsTask();
        await GuardAsync(
            end => client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), end),
            cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var message = await GuardAsync(end => arrived.Reader.ReadAsync(end).AsTask(), cancellationToken).ConfigureAwait(false);
            yield return new(message, Place: null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (client.IsConnected)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // It is left whether the broker hears of it or not.
        }

        // What tells that the connection is lost stays: the client may still say so.
        client.Dispose();
    }

    private async Task<MqttClientPublishReasonCode> SendAsync(string topic, ReadOnlyMemory<byte> message, bool retain, CancellationToken cancellationToken)
    {
        var packet = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(message),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = retain,
        };
        var answer = await GuardAsync(end => client.PublishAsync(packet, end), cancellationToken, options.Timeout).ConfigureAwait(false);
        return answer.IsSuccess ? answer.ReasonCode : throw new BrokerException($"The broker does not take what is published to '{topic}': {answer.ReasonCode}.");
    }

    /// <summary>Does something that ends when the connection is lost, or the broker does not answer.</summary>
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost.Token);
            end.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
            return await action(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            throw new BrokerException($"The connection to {options.Address} is lost.");
        }
        catch (Exception failure)
        {
            throw MqttFailure.Of(failure);
        }
    }
}
