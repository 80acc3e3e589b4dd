using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>
/// Publishes the frames of one or several sources to a broker: in batches, which lie in a spool on disk until the broker has acknowledged them.
/// Whatever happens to the broker or the network, frames wait there, as many as it may hold; a publisher that begins later with the same
/// spool goes on with what is left. All members are safe for all threads.
/// </summary>
/// <remarks>
/// Each batch goes out at least once, with a key by which it is known when it comes twice, and with numbers by which a reader sees what is
/// missing (<see cref="FrameBatch"/>).
/// </remarks>
public sealed class CanPublisher : IAsyncDisposable
{
    /// <summary>How many frames a subscription that is published should keep: what comes while the disk of the spool takes a rest.</summary>
    public const int RecommendedCapacity = 262_144;

    // A broker that is back is found soon, and one that is gone is not asked without end.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly IBrokerConnector broker;
    private readonly PublisherOptions options;
    private readonly PublisherEventLog events;
    private readonly Tally<PublisherCounter> counters;
    private readonly BatchSpool spool;
    private readonly SpoolGate spoolGate;
    private readonly SignalOutbox outbox = new();
    private readonly PublisherLanes lanes;
    private readonly BatchDelivery delivery;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource giveUp = new();
    private volatile Exception? lastError;
    private int state = (int)PublisherState.Connecting;

    private CanPublisher(IReadOnlyList<IFrameSource> sources, IBrokerConnector broker, BatchSpool spool, PublisherOptions options)
    {
        this.broker = broker;
        this.options = options;
        this.spool = spool;
        SpoolPath = options.EffectiveSpoolPath;
        StartedAt = options.TimeProvider.GetUtcNow();
        counters = new(new("publisher", options.Name));
        events = new(options.Name, options.TimeProvider);
        events.Added += happened => EventHappened?.Invoke(this, happened);
        var arrived = new AsyncSignal();
        spoolGate = new(spool, SpoolPath, options, counters, events, arrived);
        delivery = new(spool, SpoolPath, outbox, options, counters, events, arrived);
        lanes = new(sources.Select(LaneOf), spoolGate, options, events);
        if (spool.FramesFound > 0)
        {
            events.Add(PublisherEventKind.Resumed, EventLevel.Information, PublisherMessages.Resumed(spool.FramesFound, SpoolPath));
        }

        if (spool.BytesDamaged > 0)
        {
            events.Add(PublisherEventKind.SpoolDamaged, EventLevel.Warning, PublisherMessages.SpoolDamaged(spool.BytesDamaged, SpoolPath));
        }

        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the publisher: a handler must not block.</summary>
    public event EventHandler<PublisherEvent>? EventHappened;

    /// <summary>What it is called.</summary>
    public string Name => options.Name;

    /// <summary>What it is doing.</summary>
    public PublisherState State => (PublisherState)Volatile.Read(ref state);

    /// <summary>The names of the devices, or of what else is published.</summary>
    public IReadOnlyList<string> Devices => lanes.Names;

    /// <summary>The broker's address, without a secret.</summary>
    public string To => options.Broker.Address.ToString();

    /// <summary>What topics begin with.</summary>
    public string Topic => options.Topic;

    /// <summary>The folder in which frames wait for the broker.</summary>
    public string SpoolPath { get; }

    /// <summary>When it began.</summary>
    public Timestamp StartedAt { get; }

    /// <summary>When it looked the last time for frames: several times a second, unless the disk of the spool holds it up.</summary>
    public Timestamp ActiveAt => lanes.ActiveAt;

    /// <summary>Frames that the broker has acknowledged, those that an earlier publisher had left in the spool included.</summary>
    public long FramesPublished => counters[PublisherCounter.FramesPublished];

    /// <summary>Batches that the broker has acknowledged.</summary>
    public long BatchesPublished => counters[PublisherCounter.BatchesPublished];

    /// <summary>How many bytes these batches have.</summary>
    public long BytesPublished => counters[PublisherCounter.BytesPublished];

    /// <summary>Frames that wait in the spool, or to become a batch.</summary>
    public long FramesPending => spool.FramesPending + lanes.FramesWaiting;

    /// <summary>How long the files of the spool are together, in bytes; acknowledged batches are removed a file at a time.</summary>
    public long SpoolSize => spool.Size;

    /// <summary>Frames that were not published, for whatever of the reasons below.</summary>
    public long FramesDropped => FramesOverrun + FramesDiscarded;

    /// <summary>Frames that came faster than they could be put into the spool.</summary>
    public long FramesOverrun => counters[PublisherCounter.FramesOverrun];

    /// <summary>Frames that left the spool unpublished: to make room for others, or because they were damaged on the disk.</summary>
    public long FramesDiscarded => counters[PublisherCounter.FramesDiscarded];

    /// <summary>Of <see cref="FramesPublished"/> those that the broker has thrown away, since nobody had subscribed.</summary>
    public long FramesUnread => counters[PublisherCounter.FramesUnread];

    /// <summary>Values of signals that were sent.</summary>
    public long SignalsPublished => counters[PublisherCounter.SignalsPublished];

    /// <summary>Connections to the broker made after the first.</summary>
    public long Reconnects => counters[PublisherCounter.Reconnects];

    /// <summary>What went wrong the last time with the broker or the spool; null where nothing did.</summary>
    public Exception? LastError => lastError ?? spoolGate.LastError;

    /// <summary>Done when it has ended: because it was stopped, or all its sources are at their end.</summary>
    public Task Completion { get; }

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>Begins to publish. The broker need not be there.</summary>
    /// <param name="sources">Whose frames; one or more, or none where <see cref="PublisherOptions.StaysOpen"/>. The publisher takes them over, and disposes of them when it ends, or cannot begin.</param>
    /// <param name="broker">How to speak with the broker.</param>
    /// <param name="options">Where to and how.</param>
    /// <returns>The publisher.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the name of a source is longer than 255 bytes.</exception>
    /// <exception cref="SpoolInUseException">Another publisher uses the spool.</exception>
    /// <exception cref="IOException">The spool cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The spool must not be written.</exception>
    public static CanPublisher Start(IReadOnlyList<IFrameSource> sources, IBrokerConnector broker, PublisherOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        try
        {
            ArgumentNullException.ThrowIfNull(broker);
            ArgumentNullException.ThrowIfNull(options);
            options.Validate();
            ArgumentOutOfRangeException.ThrowIfLessThan(sources.Count, options.StaysOpen ? 0 : 1, nameof(sources));
            foreach (var source in sources)
            {
                _ = new BatchEncoder(source.Name, 0);
            }

            return Open(sources, broker, options with
            {
                Broker = options.Broker with { StoredTopics = options.PublishesFrames ? Publishing.Topic.OfAllFrames(options.Topic) : null },
            });
        }
        catch
        {
            foreach (var source in sources)
            {
                source.Dispose();
            }

            throw;
        }
    }

    /// <summary>Publishes the frames of one more source.</summary>
    /// <param name="source">The source. The publisher takes it over, and disposes of it when it ends, or does not take it.</param>
    /// <exception cref="ArgumentException">Its name is longer than 255 bytes.</exception>
    /// <exception cref="InvalidOperationException">The publisher ends with the sources that it has, or has ended.</exception>
    public void Add(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            if (!lanes.TryAdd(LaneOf(source)))
            {
                throw new InvalidOperationException(PublisherMessages.TakesNoMore(Name));
            }
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<PublisherEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>
    /// Publishes what came until now, and ends; what the broker does not acknowledge within <see cref="PublisherOptions.EndTimeout"/> stays in the
    /// spool.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the publisher ends all the same.</param>
    /// <returns>Done when it has ended.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    /// <returns>Done when it has ended.</returns>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private static CanPublisher Open(IReadOnlyList<IFrameSource> sources, IBrokerConnector broker, PublisherOptions options)
    {
        var spool = BatchSpool.Open(options.EffectiveSpoolPath, options.MaxSpool, options.Durable);
        try
        {
            return new(sources, broker, spool, options);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private PublisherLane LaneOf(IFrameSource source) => new(source, options, spoolGate, outbox);

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(Task.Run(CollectAsync), Task.Run(DeliverAsync)).ConfigureAwait(false);
            if (spool.FramesPending > 0)
            {
                events.Add(PublisherEventKind.Ended, EventLevel.Warning, PublisherMessages.Left(spool.FramesPending, SpoolPath));
            }
        }
        catch (Exception bug)
        {
            lastError = bug;
            events.Add(PublisherEventKind.Ended, EventLevel.Error, PublisherMessages.Bug(bug), bug);
        }
        finally
        {
            lanes.Dispose();
            spool.Dispose();
            events.Dispose();
            Volatile.Write(ref state, (int)PublisherState.Stopped);
        }
    }

    private async Task CollectAsync()
    {
        try
        {
            await lanes.CollectAsync(stop.Token).ConfigureAwait(false);
        }
        finally
        {
            delivery.Complete();
            giveUp.CancelAfter(options.EndTimeout);
        }
    }

    /// <summary>Connects to the broker, again and again, and carries there what lies in the spool.</summary>
    private async Task DeliverAsync()
    {
        var pause = FirstPause;
        var connections = 0;
        while (true)
        {
            var before = BatchesPublished;
            try
            {
                var connection = await broker.ConnectAsync(options.Broker, giveUp.Token).ConfigureAwait(false);
                await using var its = connection.ConfigureAwait(false);
                Tell(connection, connections++);
                await delivery.RunAsync(connection, giveUp.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                lastError = failure;
                Volatile.Write(ref state, (int)PublisherState.Interrupted);
                events.Warn(PublisherEventKind.Interrupted, PublisherMessages.Interrupted(options.Broker.Address, failure.Message), error: failure);
                if (lanes.IsCollected)
                {
                    // The broker is not there, and will hardly come just now.
                    return;
                }
            }

            spool.Rewind();
            pause = BatchesPublished > before ? FirstPause : pause;
            await PauseAsync(pause).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Tell(IBrokerConnection connection, int earlier)
    {
        Volatile.Write(ref state, (int)PublisherState.Publishing);
        counters.Add(PublisherCounter.Reconnects, earlier > 0 ? 1 : 0);
        events.Add(PublisherEventKind.Connected, EventLevel.Information, PublisherMessages.Connected(options.Broker.Address));
        foreach (var notice in connection.Notices)
        {
            events.Add(PublisherEventKind.Notice, EventLevel.Information, notice);
        }
    }

    /// <summary>Waits before the next attempt; who stops the publisher ends the wait, for a last one.</summary>
    private async Task PauseAsync(TimeSpan pause) =>
        await Task.Delay(pause, options.TimeProvider, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
