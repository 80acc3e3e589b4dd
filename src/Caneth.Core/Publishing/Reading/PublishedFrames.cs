using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>
/// The frames that publishers bring to a broker, as a source: it reads their batches, drops what comes twice, and counts what is missing. Where
/// the connection breaks it is made again, and where the broker stores, nothing is missed meanwhile.
/// </summary>
/// <remarks>One reader at a time; all else is safe for all threads.</remarks>
public sealed class PublishedFrames : IFrameSource
{
    private readonly Lock gate = new();
    private readonly PublishedFramesOptions options;
    private readonly BrokerReader reader;
    private readonly FrameBuffer buffer;
    private readonly AsyncSignal readable = new();
    private readonly AsyncSignal room = new();
    private readonly SequenceTracker sequences;
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile InvalidDataException? lastRefused;

    private PublishedFrames(IBrokerConnector broker, IBrokerConnection connection, PublishedFramesOptions options)
    {
        this.options = options;
        reader = new(broker, options.Broker, Topic.OfAllFrames(options.Topic), options.TimeProvider);
        buffer = new(options.Capacity);
        sequences = new(options.IncludeStored);
        _ = Task.Run(() => RunAsync(connection));
    }

    /// <summary>The broker's address, without a secret.</summary>
    public string Name => options.Broker.Address.ToString();

    /// <summary>Done when it was disposed of, or the broker has refused.</summary>
    public Task Completion => completion.Task;

    /// <summary>Frames that were published and did not come, as far as their numbers tell: what comes late is taken off again.</summary>
    public long FramesMissing { get; private set; }

    /// <summary>Frames that came again, and were dropped.</summary>
    public long FramesRepeated { get; private set; }

    /// <summary>Messages that were no batches, or damaged.</summary>
    public long MessagesRefused { get; private set; }

    /// <summary>Connections made after the first.</summary>
    public long Reconnects => reader.Reconnects;

    /// <summary>Why the connection, or a message, was no good the last time; null where all was.</summary>
    public Exception? LastError => reader.LastError ?? lastRefused;

    /// <summary>Connects, and begins to read.</summary>
    /// <param name="broker">How to speak with the broker.</param>
    /// <param name="options">Where it is, and what is read.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The frames, of which none is lost from now on.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="BrokerException">There is no connection.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<PublishedFrames> OpenAsync(
        IBrokerConnector broker, PublishedFramesOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(broker, await broker.ConnectAsync(options.Broker, cancellationToken).ConfigureAwait(false), options);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var isOver = Completion.IsCompleted;
            lock (gate)
            {
                if (buffer.Count > 0 || isOver)
                {
                    return buffer.Count > 0;
                }
            }

            await readable.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<CanFrame> Take()
    {
        ReadOnlyMemory<CanFrame> taken;
        lock (gate)
        {
            taken = buffer.Take();
        }

        room.Set();
        return taken;
    }

    /// <summary>Ends it; what came can still be taken.</summary>
    public void Dispose()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private async Task RunAsync(IBrokerConnection first)
    {
        try
        {
            await reader.RunAsync(first, options.IncludeStored ? 0UL : null, message => TakeInAsync(message.Body), endsRefused: true, ending.Token).ConfigureAwait(false);
            completion.TrySetResult();
        }
        catch (Exception failure)
        {
            completion.TrySetException(failure);

            // Nobody has to ask, so it counts as seen.
            _ = completion.Task.Exception;
        }

        Signal();
    }

    private async ValueTask TakeInAsync(ReadOnlyMemory<byte> message)
    {
        FrameBatch batch;
        try
        {
            batch = FrameBatch.Decode(message.Span);
        }
        catch (InvalidDataException refused)
        {
            MessagesRefused++;
            lastRefused = refused;
            return;
        }

        var isNew = sequences.Note(batch);
        FramesMissing = sequences.FramesMissing;
        FramesRepeated = sequences.FramesRepeated;
        for (var rest = isNew ? batch.Frames : default; !rest.IsEmpty;)
        {
            lock (gate)
            {
                rest = rest[buffer.Add(rest.Span, options.Filter)..];
            }

            Signal();
            if (!rest.IsEmpty)
            {
                await room.WaitAsync(ending.Token).ConfigureAwait(false);
            }
        }
    }

    private void Signal()
    {
        readable.Set();
        try
        {
            options.Available?.Invoke();
        }
        catch (Exception)
        {
            // What is wrong with the reader is not the broker's affair.
        }
    }
}
