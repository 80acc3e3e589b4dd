using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>A broker in this process, that stores what it acknowledges, and fails when it is told to.</summary>
internal sealed class FakeBroker : IBrokerConnector
{
    private readonly Channel<(string Topic, byte[] Message)> live = Channel.CreateUnbounded<(string, byte[])>();
    private readonly ConcurrentDictionary<string, byte[]> keys = new();
    private CancellationTokenSource connected = new();

    /// <summary>Whether nobody can connect.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether it stores what comes, and loses the acknowledgement.</summary>
    public bool LosesAcknowledgements { get; set; }

    /// <summary>What it says of each message.</summary>
    public BrokerReceipt Receipt { get; init; } = BrokerReceipt.Stored;

    /// <summary>Ends when it may acknowledge.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public int Connections { get; private set; }

    public int Open { get; private set; }

    public int MostOpen { get; private set; }

    public int CameTwice { get; private set; }

    /// <summary>The latest of each topic of signals.</summary>
    public ConcurrentQueue<(string Topic, string Json)> Signals { get; } = new();

    /// <summary>The batches, each once, in the order in which they came.</summary>
    public ConcurrentQueue<FrameBatch> Batches { get; } = new();

    public ConcurrentQueue<string> Topics { get; } = new();

    public IEnumerable<CanFrame> Frames => Batches.SelectMany(batch => batch.Frames.ToArray());

    /// <summary>Breaks all connections.</summary>
    public void Break()
    {
        var broken = Interlocked.Exchange(ref connected, new());
        broken.Cancel();
    }

    /// <summary>Hands a message to readers.</summary>
    public void Bring(byte[] message) => Assert.True(live.Writer.TryWrite(("can/v1/bench/frames", message)));

    public Task<IBrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new BrokerException("The broker is away.");
        }

        Connections++;
        return Task.FromResult<IBrokerConnection>(new Connection(this, Volatile.Read(ref connected).Token));
    }

    private sealed class Connection(FakeBroker broker, CancellationToken broken) : IBrokerConnection
    {
        public IReadOnlyList<string> Notices => ["It is a broker for tests."];

        public async Task<BrokerReceipt> PublishAsync(string topic, ReadOnlyMemory<byte> message, string key, CancellationToken cancellationToken)
        {
            lock (broker.keys)
            {
                broker.MostOpen = Math.Max(broker.MostOpen, ++broker.Open);
            }

            try
            {
                await broker.Answering.WaitAsync(cancellationToken);
                if (broken.IsCancellationRequested)
                {
                    throw new BrokerException("The connection is lost.");
                }

                lock (broker.keys)
                {
                    if (broker.keys.TryAdd(key, message.ToArray()))
                    {
                        broker.Batches.Enqueue(FrameBatch.Decode(message.Span));
                        broker.Topics.Enqueue(topic);
                    }
                    else
                    {
                        broker.CameTwice++;
                    }
                }

                return broker.LosesAcknowledgements ? throw new BrokerException("The connection is lost.") : broker.Receipt;
            }
            finally
            {
                lock (broker.keys)
                {
                    broker.Open--;
                }
            }
        }

        public Task PublishLatestAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            broker.Signals.Enqueue((topic, System.Text.Encoding.UTF8.GetString(message.Span)));
            return Task.CompletedTask;
        }

        public async IAsyncEnumerable<BrokerMessage> ReadAsync(string topic, ulong? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, broken);
            while (true)
            {
                (string Topic, byte[] Message) next;
                try
                {
                    next = await broker.live.Reader.ReadAsync(end.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new BrokerException("The connection is lost.");
                }

                yield return new(next.Message, null);
            }
        }

        public ValueTask DisposeAsync() => default;
    }
}
