using System.Collections.Concurrent;
using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>
/// Records the frames of one or several sources to disk in the background. Several times a second it takes what came, writes it,
/// and hands it to the operating system, so that a process that is killed loses less than the last second (and with
/// <see cref="RecordingOptions.Durable"/>, a computer that loses its power). A disk that is slow or full never holds a source
/// up. All members are safe for all threads.
/// </summary>
/// <example>
/// <code>
/// await using var recording = CanRecording.Start([session.Subscribe()], new() { Path = "drive.log.gz", MaxSize = 100_000_000, MaxFiles = 20 });
/// </code>
/// </example>
public sealed class CanRecording : IAsyncDisposable
{
    /// <summary>
    /// How many frames a subscription that is recorded should keep: at the pace of two full buses a disk may then take 16 s for one
    /// write.
    /// </summary>
    public const int RecommendedCapacity = 262_144;

    // A file that is flushed so often lacks much less than a second, and a wake-up costs nothing worth mentioning.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly ConcurrentQueue<(Action Work, TaskCompletionSource Done)> requests = new();
    private readonly IReadOnlyList<IFrameSource> sources;
    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly RecordingPacker? packer;
    private readonly RecordedFileReporter? reporter;
    private readonly RecordingOutput output;
    private readonly TriggerWindow? window;
    private Timestamp latest;
    private long dropped;
    private bool ended;
    private long activeAt;
    private long framesAt;
    private long writtenAt;

    private CanRecording(IReadOnlyList<IFrameSource> sources, RecordingOptions options)
    {
        this.options = options;
        this.sources = sources;
        StartedAt = options.TimeProvider.GetUtcNow();
        Devices = [.. sources.Select(source => source.Name)];
        events = new(options.Name, options.TimeProvider);
        events.Added += happened => EventHappened?.Invoke(this, happened);
        reporter = options.Reports ? new(options, events) : null;
        packer = options.Packing is { } format ? new(options, format, events, reporter) : null;
        output = new(options, events, packer, reporter);
        window = options.Trigger is { } trigger ? new(trigger, output, events) : null;
        (activeAt, writtenAt) = (StartedAt.Nanoseconds, StartedAt.Nanoseconds);
        RecordingSignals.Add(this);
        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>
    /// Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the recording: a handler must not
    /// block.
    /// </summary>
    public event EventHandler<RecordingEvent>? EventHappened;

    /// <summary>The name of the recording.</summary>
    public string Name => options.Name;

    /// <summary>What it is doing.</summary>
    public RecordingState State => Volatile.Read(ref ended) ? RecordingState.Stopped
        : output.Interrupted ? RecordingState.Interrupted
        : window is { IsOpen: false } ? RecordingState.Waiting : RecordingState.Recording;

    /// <summary>The names of the devices, or of what else is recorded.</summary>
    public IReadOnlyList<string> Devices { get; }

    /// <summary>The file that is written, or the last that was.</summary>
    public string Path => output.Path;

    /// <summary>The format of the files.</summary>
    public LogFormat Format => options.Packing ?? options.EffectiveFormat;

    /// <summary>When it began.</summary>
    public Timestamp StartedAt { get; }

    /// <summary>When it looked the last time for frames: several times a second, unless a disk holds it up.</summary>
    public Timestamp ActiveAt => new(Volatile.Read(ref activeAt));

    /// <summary>When frames came the last time, by the clock of this computer; null where none came.</summary>
    public Timestamp? FramesAt => Volatile.Read(ref framesAt) is not 0 and var time ? new(time) : null;

    /// <summary>When all that had come was with the operating system the last time.</summary>
    public Timestamp WrittenAt => new(Volatile.Read(ref writtenAt));

    /// <summary>
    /// How many frames are in the files, and with the operating system; those in files removed to make room included. It gets
    /// less where another program takes away a file: its frames are lost then.
    /// </summary>
    public long FramesWritten => output.Account.FramesWritten;

    /// <summary>
    /// How many frames were lost so far: because the disk failed for longer than frames could wait, was too slow for very long,
    /// or another program took away a file.
    /// </summary>
    public long FramesLost => output.Account.FramesLost + sources.Sum(source => source.FramesDropped);

    /// <summary>How many frames wait for a disk that cannot be written; the oldest are lost beyond 262,144.</summary>
    public int FramesPending => output.FramesPending;

    /// <summary>How long the files of this recording are together in bytes, those removed to make room included.</summary>
    public long BytesWritten => output.Account.BytesWritten;

    /// <summary>Whether it keeps only what surrounds triggers.</summary>
    public bool WaitsForTriggers => window is not null;

    /// <summary>Whether its files are numbered ones, one after another.</summary>
    public bool HasNumberedFiles => options.HasNumberedFiles;

    /// <summary>How many triggers there were so far; 0 where it keeps every frame.</summary>
    public long Triggers => window?.Count ?? 0;

    /// <summary>How many files it began so far.</summary>
    public int Files => output.Account.FilesBegun;

    /// <summary>How many of the oldest files it removed so far.</summary>
    public int FilesRemoved => output.FilesRemoved;

    /// <summary>Why the disk could not be written the last time; null where that never happened.</summary>
    public Exception? LastError => output.LastError;

    /// <summary>What the frames held and the format cannot carry, by name, with how many frames it concerned so far.</summary>
    public IReadOnlyCollection<LogLoss> Losses => output.Account.Losses;

    /// <summary>
    /// Done when the recording has ended, because it was stopped or all its sources are at their end; the files are complete then.
    /// </summary>
    public Task Completion { get; }

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>Begins to record.</summary>
    /// <param name="sources">
    /// Whose frames; one or more. Frames of several are put into the order of time. The recording takes them over, and disposes of them
    /// when it ends, or cannot begin.
    /// </param>
    /// <param name="options">Where to and how.</param>
    /// <returns>
    /// The recording, with its first file there unless it waits for a trigger. All frames that its sources bring are in it, or those around
    /// triggers.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or no format is named and the extension is not that of a known one.
    /// </exception>
    /// <exception cref="LogInUseException">Somebody else writes the file, or goes on with the numbered files.</exception>
    /// <exception cref="IOException">The file cannot be created, or it is there and must not be.</exception>
    /// <exception cref="InvalidDataException">The file is not one that this format can append to.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static CanRecording Start(IReadOnlyList<IFrameSource> sources, RecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        try
        {
            ArgumentNullException.ThrowIfNull(options);
            ArgumentOutOfRangeException.ThrowIfZero(sources.Count, nameof(sources));
            ArgumentException.ThrowIfNullOrWhiteSpace(options.Path, nameof(options.Path));
            var written = options.AsWritten();
            written.Validate();
            ThrowIfNotThere(written.Packing);
            return new(sources, written with { Path = FileNamePattern.WithDevices(written.Path, sources.Select(source => source.Name)) });
        }
        catch
        {
            Leave(sources);
            throw;
        }
    }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<RecordingEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>Keeps the frames around now, as <see cref="RecordingOptions.Trigger"/> says.</summary>
    /// <param name="reason">Why, in words.</param>
    /// <exception cref="InvalidOperationException">It keeps every frame, and waits for no trigger.</exception>
    public void Trigger(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (window is null)
        {
            throw new InvalidOperationException(RecordingMessages.NoTrigger(Name));
        }

        window.Trigger(new(options.TimeProvider.GetUtcNow(), reason));
    }

    /// <summary>
    /// Ends the file with what came until now; the next frame begins another. A file without a frame is kept for it.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the file ends all the same, when its disk lets it.</param>
    /// <returns>Done when the file is complete, or the recording has ended.</returns>
    /// <exception cref="InvalidOperationException">Its files are not numbered.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task SplitAsync(CancellationToken cancellationToken = default)
    {
        if (!HasNumberedFiles)
        {
            throw new InvalidOperationException(RecordingMessages.NotNumbered(Name));
        }

        await RequestAsync(output.Split).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what came until now, and ends.</summary>
    /// <param name="cancellationToken">Ends the wait; the recording ends all the same, when its disk lets it.</param>
    /// <returns>Done when the files are complete.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    /// <returns>Done when the files are complete.</returns>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>
    /// Writes what came until now, and makes it a whole file to every program, which the recording goes on with all the same.
    /// </summary>
    internal Task SealAsync() => RequestAsync(output.Seal);

    private async Task RequestAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Enqueue((work, done));
        wake.Release();
        _ = await Task.WhenAny(done.Task, Completion).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            await RecordAsync().ConfigureAwait(false);
            if (packer is not null || reporter is not null)
            {
                output.EndLastFile();
                await (packer?.FinishAsync() ?? Task.CompletedTask).ConfigureAwait(false);
                await (reporter?.FinishAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            }

            output.End();
        }
        catch (Exception bug)
        {
            events.Add(RecordingEventKind.Ended, EventLevel.Error, RecordingMessages.Bug(bug), bug);
        }
        finally
        {
            Leave(sources);
            Volatile.Write(ref ended, true);
            RecordingSignals.Remove(this);
        }
    }

    private async Task RecordAsync()
    {
        using var timer = new PeriodicTimer(BetweenWrites, options.TimeProvider);
        var frames = new FrameMerge(sources);
        var tick = NextTickAsync(timer);
        var woken = wake.WaitAsync(CancellationToken.None);
        for (var over = false; !over;)
        {
            _ = await Task.WhenAny(tick, woken).ConfigureAwait(false);
            if (tick.IsCompleted)
            {
                over = !await tick.ConfigureAwait(false);
                tick = over ? tick : NextTickAsync(timer);
            }

            // Asked before the frames are taken: what comes before the end is taken then.
            over |= sources.All(source => source.Completion.IsCompleted);
            var taken = frames.Take();
            NoteDropped(taken);
            Write(taken);
            if (woken.IsCompleted)
            {
                woken = wake.WaitAsync(CancellationToken.None);
                TakeRequest();
            }
        }

        if (!stop.IsCancellationRequested)
        {
            ReportEnd();
        }
    }

    private void Write(ReadOnlySpan<CanFrame> frames)
    {
        if (window is null)
        {
            output.Write(frames);
        }
        else
        {
            output.Write([]);
            window.Add(frames, options.TimeProvider.GetUtcNow());
        }

        NoteTime(!frames.IsEmpty);
    }

    private void NoteTime(bool hasFrames)
    {
        var now = ((Timestamp)options.TimeProvider.GetUtcNow()).Nanoseconds;
        Volatile.Write(ref activeAt, now);
        if (hasFrames)
        {
            Volatile.Write(ref framesAt, now);
        }

        if (!output.Interrupted && output.FramesPending == 0)
        {
            Volatile.Write(ref writtenAt, now);
        }
    }

    /// <summary>Has the file say what the sources lost: somewhere between the frames of the last time and the last of these.</summary>
    private void NoteDropped(ReadOnlySpan<CanFrame> frames)
    {
        var now = frames.IsEmpty ? latest : frames[^1].Timestamp;
        var count = sources.Sum(source => source.FramesDropped);
        if (count > dropped)
        {
            output.NoteGap(new(latest == default && !frames.IsEmpty ? frames[0].Timestamp : latest, now, count - dropped));
            dropped = count;
        }

        latest = now;
    }

    private void TakeRequest()
    {
        if (requests.TryDequeue(out var request))
        {
            request.Work();
            request.Done.TrySetResult();
        }
    }

    private void ReportEnd()
    {
        var lost = sources.Any(source => source.Completion.IsFaulted);
        var reasons = sources.Select(source => source.Completion.Exception is { } failure
            ? $"{source.Name}: {failure.InnerException!.Message}" : source.Name);
        events.Add(RecordingEventKind.Ended, lost ? EventLevel.Warning : EventLevel.Information, RecordingMessages.Ended([.. reasons]));
    }

    /// <summary>Finds out before anything is recorded whether a format that comes from elsewhere can be had.</summary>
    private static void ThrowIfNotThere(LogFormat? format)
    {
        using var nowhere = format is null ? null : CanLog.Create(new MemoryStream(), format);
    }

    private static void Leave(IReadOnlyList<IFrameSource> sources)
    {
        foreach (var source in sources)
        {
            source.Dispose();
        }
    }

    private async Task<bool> NextTickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
