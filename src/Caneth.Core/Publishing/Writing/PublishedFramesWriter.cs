using System.Threading.Channels;
using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>
/// Writes the frames that publishers bring to a broker into files, in folders <c>gateway=/date=/</c> that query engines know. What came before is
/// not written again, by the numbers of the frames; where the broker stores, each is in a file once, whatever is killed when. All members are safe
/// for all threads.
/// </summary>
/// <remarks>
/// Batches wait in memory until their time is over or there are many of them; then all files are written, each under another name until it is whole,
/// and after that the position. A writer that begins after one was killed reads from that position on, and what the other had written
/// after it is replaced, since files have the names of the batches that they begin with.
/// </remarks>
public sealed class PublishedFramesWriter : IAsyncDisposable
{
    // What the broker has sent and is not taken yet.
    private const int MostUntaken = 64;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(10);

    private readonly PublishedFramesWriterOptions options;
    private readonly WriterPosition position;
    private readonly WriterEventLog events;
    private readonly Tally<WriterCounter> counters;
    private readonly BatchIntake intake;
    private readonly BatchFiles files;
    private readonly BrokerReader reader;
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly ulong? begin;
    private TaskCompletionSource? wanted;
    private long failedAt;
    private volatile bool isConnected;
    private volatile bool wasConnected;
    private volatile bool isInterrupted;
    private volatile bool isStopped;
    private volatile Exception? lastError;
    private long activeAt;
    private long writtenAt;

    private PublishedFramesWriter(IBrokerConnector broker, WriterPosition position, PublishedFramesWriterOptions options)
    {
        this.options = options;
        this.position = position;
        Stores = options.Broker.Address.Kind == BrokerKind.Nats;
        begin = Stores ? position.Place ?? 0 : null;
        counters = new(new("writer", options.Name));
        events = new(options.Name, options.TimeProvider);
        events.Added += happened => EventHappened?.Invoke(this, happened);
        intake = new(begin, position.Runs, options, counters, events, Refuse);
        files = new(options, NoteActive, Refuse);
        reader = new(broker, options.Broker, Publishing.Topic.OfAllFrames(options.Topic), options.TimeProvider) { Connected = TellConnected, Failed = TellDisconnected };
        StartedAt = options.TimeProvider.GetUtcNow();
        NoteActive();
        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the writer: a handler must not block.</summary>
    public event EventHandler<WriterEvent>? EventHappened;

    /// <summary>What it is called.</summary>
    public string Name => options.Name;

    /// <summary>What it is doing.</summary>
    public WriterState State => isStopped ? WriterState.Stopped
        : isInterrupted ? WriterState.Interrupted
        : isConnected ? WriterState.Writing
        : wasConnected ? WriterState.Disconnected : WriterState.Connecting;

    /// <summary>The broker's address, without a secret.</summary>
    public string From => options.Broker.Address.ToString();

    /// <summary>What the topics begin with.</summary>
    public string Topic => options.Topic;

    /// <summary>The folder in which the folders of the files are.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(options.Path))!;

    /// <summary>When it began.</summary>
    public Timestamp StartedAt { get; }

    /// <summary>When it looked the last time for what to do: a few times a second, unless a disk holds it up.</summary>
    public Timestamp ActiveAt => new(Volatile.Read(ref activeAt));

    /// <summary>When files were completed the last time; null where none were.</summary>
    public Timestamp? WrittenAt => Volatile.Read(ref writtenAt) is not 0 and var time ? new(time) : null;

    /// <summary>Frames in files that are whole.</summary>
    public long FramesWritten => counters[WriterCounter.FramesWritten];

    /// <summary>Files that are whole.</summary>
    public long Files => counters[WriterCounter.Files];

    /// <summary>Frames that wait in memory for their files.</summary>
    public long FramesPending => intake.FramesPending;

    /// <summary>Frames that were published and did not come, as far as their numbers tell: what comes late is taken off again.</summary>
    public long FramesMissing => intake.FramesMissing;

    /// <summary>Frames that came again, and were not written again.</summary>
    public long FramesRepeated => counters[WriterCounter.FramesRepeated];

    /// <summary>Frames that the broker had handed over, and that could not be written until it ended, where the broker does not store them.</summary>
    public long FramesLost => counters[WriterCounter.FramesLost];

    /// <summary>Messages that were no batches, or damaged.</summary>
    public long MessagesRefused => counters[WriterCounter.MessagesRefused];

    /// <summary>Connections to the broker made after the first.</summary>
    public long Reconnects => counters[WriterCounter.Reconnects];

    /// <summary>What went wrong the last time with the broker, a message or the disk; null where nothing did.</summary>
    public Exception? LastError => lastError;

    /// <summary>Done when it has ended.</summary>
    public Task Completion { get; }

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>Whether the broker stores, so that nothing is lost that is in no file yet.</summary>
    private bool Stores { get; }

    /// <summary>Whether more may come: until there is too much, and in the end what was handed over already.</summary>
    private bool HasRoom => !intake.IsFull || stop.IsCancellationRequested;

    /// <summary>Whether it is time to write: not again at once what the disk did not take.</summary>
    private bool IsDue => intake.IsDue && (!isInterrupted || options.TimeProvider.GetElapsedTime(failedAt) >= BetweenAttempts);

    /// <summary>Begins to write. The broker need not be there.</summary>
    /// <param name="broker">How to speak with the broker.</param>
    /// <param name="options">What is read, and where it is written.</param>
    /// <returns>The writer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or no format is named and the extension is not that of a known one.</exception>
    /// <exception cref="InvalidDataException">The position that an earlier writer has left is damaged.</exception>
    /// <exception cref="IOException">Another writer of this name uses the folder, or the position cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public static PublishedFramesWriter Start(IBrokerConnector broker, PublishedFramesWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var position = WriterPosition.Open(options.EffectiveStatePath, options.Name, $"{options.Broker.Address} {options.Topic}");
        try
        {
            return new(broker, position, options);
        }
        catch
        {
            position.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<WriterEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>Writes what came until now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when the files are whole, were tried in vain, or the writer has ended.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task SplitAsync(CancellationToken cancellationToken = default)
    {
        Task done;
        lock (gate)
        {
            wanted ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            done = wanted.Task;
        }

        wake.Release();
        _ = await Task.WhenAny(done, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads no more, writes what came until now, and ends.</summary>
    /// <param name="cancellationToken">Ends the wait; the writer ends all the same.</param>
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

    private async Task RunAsync()
    {
        try
        {
            var messages = Channel.CreateBounded<BrokerMessage>(new BoundedChannelOptions(MostUntaken) { SingleReader = true, SingleWriter = true });
            var reading = Task.Run(() => ReadAsync(messages.Writer));
            await WriteAsync(messages.Reader).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            lastError = bug;
            events.Add(WriterEventKind.Ended, EventLevel.Error, WriterMessages.Bug(bug), bug);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            position.Dispose();
            events.Dispose();
            isStopped = true;
        }
    }

    private async Task ReadAsync(ChannelWriter<BrokerMessage> messages)
    {
        try
        {
            await reader.RunAsync(null, begin, message => messages.WriteAsync(message, stop.Token), endsRefused: false, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            isConnected = false;
            messages.TryComplete();
        }
    }

    /// <summary>Takes what comes, and writes it when it is time, until nothing comes any more.</summary>
    private async Task WriteAsync(ChannelReader<BrokerMessage> messages)
    {
        var waking = wake.WaitAsync();
        while (true)
        {
            NoteActive();
            while (HasRoom && messages.TryRead(out var message))
            {
                intake.Take(message);
            }

            var split = TakeWanted();
            if (split is not null || IsDue)
            {
                TryComplete();
                split?.TrySetResult();
            }

            if (stop.IsCancellationRequested && messages.Completion.IsCompleted)
            {
                break;
            }

            // While the disk takes nothing there may be messages that cannot be taken.
            using var end = new CancellationTokenSource();
            var arriving = HasRoom ? messages.WaitToReadAsync(end.Token).AsTask() : Task.Delay(Timeout.Infinite, end.Token);
            var pause = Task.Delay(Tick, options.TimeProvider, end.Token);
            _ = await Task.WhenAny(arriving, pause, waking).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(arriving, pause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            waking = waking.IsCompleted ? wake.WaitAsync() : waking;
        }

        if (!TryComplete())
        {
            counters.Add(WriterCounter.FramesLost, Stores ? 0 : FramesPending);
            events.Add(WriterEventKind.Ended, EventLevel.Warning, WriterMessages.Left(FramesPending, Stores));
        }

        TakeWanted()?.TrySetResult();
    }

    private TaskCompletionSource? TakeWanted()
    {
        lock (gate)
        {
            var done = wanted;
            wanted = null;
            return done;
        }
    }

    private void Refuse(InvalidDataException problem)
    {
        lastError = problem;
        counters.Add(WriterCounter.MessagesRefused, 1);
        events.Warn(WriterEventKind.MessageRefused, WriterMessages.Refused(problem.Message), error: problem);
    }

    /// <summary>Writes all that waits, and then how far that is.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    private bool TryComplete()
    {
        if (intake.IsEmpty && intake.Place == position.Place)
        {
            return true;
        }

        try
        {
            var written = files.Write(intake.Pending);
            position.Write(intake.Place, intake.Runs);
            isInterrupted = false;
            TellWritten(written);
            intake.Clear();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            lastError = failure;
            isInterrupted = true;
            failedAt = options.TimeProvider.GetTimestamp();
            events.Warn(WriterEventKind.Interrupted, WriterMessages.Interrupted(Folder, failure), error: failure);
            return intake.IsEmpty;
        }
    }

    private void TellWritten(in WrittenFiles written)
    {
        if (written.Frames > 0)
        {
            counters.Add(WriterCounter.FramesWritten, written.Frames);
            counters.Add(WriterCounter.Files, written.Files);
            Volatile.Write(ref writtenAt, Now().Nanoseconds);
            events.Add(WriterEventKind.FilesWritten, written.Losses.Count > 0 ? EventLevel.Warning : EventLevel.Information,
                WriterMessages.Written(written.Frames, written.Files, Folder, written.Losses));
        }
    }

    private Timestamp Now() => options.TimeProvider.GetUtcNow();

    private void NoteActive() => Volatile.Write(ref activeAt, Now().Nanoseconds);

    private void TellConnected(IBrokerConnection connection)
    {
        counters.Add(WriterCounter.Reconnects, wasConnected ? 1 : 0);
        events.Add(WriterEventKind.Connected, EventLevel.Information,
            wasConnected ? WriterMessages.Connected(options.Broker.Address) : WriterMessages.Begins(options.Broker.Address, begin));
        foreach (var notice in connection.Notices)
        {
            events.Add(WriterEventKind.Connected, EventLevel.Information, notice);
        }

        (isConnected, wasConnected) = (true, true);
    }

    private void TellDisconnected(Exception failure)
    {
        isConnected = false;
        lastError = failure;
        events.Warn(WriterEventKind.Disconnected, WriterMessages.Disconnected(options.Broker.Address, failure.Message), error: failure);
    }
}
