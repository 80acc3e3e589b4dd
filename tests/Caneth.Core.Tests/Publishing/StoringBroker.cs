using System.Runtime.CompilerServices;
using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>A broker in this process that stores what is published, and gives it to readers from any place on.</summary>
internal sealed class StoringBroker : IBrokerConnector
{
    private readonly Lock gate = new();
    private readonly List<byte[]> stored = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Stores a message.</summary>
    public StoringBroker Store(params byte[][] messages)
    {
        lock (gate)
        {
            stored.AddRange(messages);
            more.SetResult();
            more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return this;
    }

    public Task<IBrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<IBrokerConnection>(new Connection(this));

    private sealed class Connection(StoringBroker broker) : IBrokerConnection
    {
        public IReadOnlyList<string> Notices => [];

        public Task<BrokerReceipt> PublishAsync(string topic, ReadOnlyMemory<byte> message, string key, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task PublishLatestAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<BrokerMessage> ReadAsync(string topic, ulong? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Assert.Equal("can/v1/+/frames", topic);
            for (var place = (int)after!.Value; ; place++)
            {
                byte[]? next;
                while ((next = At(place, out var more)) is null)
                {
                    await more.WaitAsync(cancellationToken);
                }

                yield return new(next, (ulong)place + 1);
            }
        }

        public ValueTask DisposeAsync() => default;

        private byte[]? At(int place, out Task more)
        {
            lock (broker.gate)
            {
                more = broker.more.Task;
                return place < broker.stored.Count ? broker.stored[place] : null;
            }
        }
    }
}
