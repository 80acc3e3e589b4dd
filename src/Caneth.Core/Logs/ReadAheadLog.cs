using Caneth.Flow;

namespace Caneth.Logs;

/// <summary>
/// The frames of a log file, read ahead: while whoever takes them works on some, another thread reads the next. The file is read from
/// when it is opened; nobody is held up by a file server that hangs, nor by a pipe to which nobody writes.
/// </summary>
/// <example>
/// <code>
/// using var log = await ReadAheadLog.OpenAsync("drive.log");
/// await FramePump.RunAsync(log, session.CreateSender());
/// </code>
/// </example>
public sealed class ReadAheadLog : IFrameSource
{
    private const int Batch = 2048;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogReader reader;
    private readonly Func<Timestamp, Timestamp>? skipTo;
    private CanFrame[] taken = new CanFrame[Batch];
    private CanFrame[] ahead = new CanFrame[Batch];
    private Task<int> reading;

    private ReadAheadLog(string path, LogReadOptions? options, Func<Timestamp, Timestamp>? skipTo)
    {
        Path = path;
        this.skipTo = skipTo;
        reader = CanLog.Open(path, options);
        reading = Task.Run(Read);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The name of the file.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>
    /// Done when the end of the file is reached; faulted where it cannot be read further, or is of another format altogether.
    /// </summary>
    public Task Completion => completion.Task;

    /// <summary>How many frames have been read.</summary>
    public long FramesRead => reader.FramesRead;

    /// <summary>How much of the file has been read, 0 to 100; null where it is unknown.</summary>
    public int? Percent => reader.BytesTotal is > 0 and var total ? (int)Math.Min(100, reader.BytesRead * 100 / total) : null;

    /// <summary>How much of the file has been read, in bytes as they lie on the disk.</summary>
    internal long BytesRead => reader.BytesRead;

    /// <summary>How many bytes were passed over unread, because only later frames are wanted.</summary>
    public long BytesPassedOver { get; private set; }

    /// <summary>How many lines, or sections of a binary file, could not be read.</summary>
    public long MalformedCount => reader.MalformedCount;

    /// <summary>What the file holds and frames cannot say, by name, with how often it occurred so far.</summary>
    public IReadOnlyCollection<LogLoss> Losses => reader.Losses;

    /// <summary>Opens a log, on another thread.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the format by extension and local time. What it calls is called by another thread.</param>
    /// <param name="skipTo">
    /// From which time on frames are wanted, given the time of the first; where the file can be searched, what lies before is not
    /// read. See <see cref="ILogReader.SkipTo"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; a file that opens later is closed.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="InvalidDataException">The file is of another format altogether (text formats find out while reading).</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<ReadAheadLog> OpenAsync(string path, LogReadOptions? options = null, Func<Timestamp, Timestamp>? skipTo = null,
        CancellationToken cancellationToken = default)
    {
        var opening = Task.Run(() => new ReadAheadLog(path, options, skipTo), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public ReadOnlyMemory<CanFrame> Take()
    {
        if (!reading.IsCompleted || reading.Result is var count && count == 0)
        {
            return default;
        }

        (taken, ahead) = (ahead, taken);
        reading = Task.Run(Read);
        return taken.AsMemory(0, count);
    }

    /// <summary>Closes the file, once the read under way has ended; a file server that hangs is not waited for.</summary>
    public void Dispose() => reading.ContinueWith(static (_, log) => ((ReadAheadLog)log!).Close(), this, CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CloseTimeout);

    /// <returns>How many frames were read ahead; 0 when nothing will come any more.</returns>
    private int Read()
    {
        try
        {
            var first = reader.FramesRead == 0;
            var count = reader.Read(ahead);
            if (count == 0)
            {
                completion.TrySetResult();
            }
            else if (first && skipTo?.Invoke(ahead[0].Timestamp) is { } from && ahead[count - 1].Timestamp < from)
            {
                BytesPassedOver = reader.SkipTo(from);
            }

            return count;
        }
        catch (Exception failure)
        {
            completion.TrySetException(failure);

            // Nobody has to ask, so it counts as seen.
            _ = completion.Task.Exception;
            return 0;
        }
    }

    private void Close()
    {
        reader.Dispose();
        completion.TrySetResult();
    }
}
