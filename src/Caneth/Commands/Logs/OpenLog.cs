using System.Collections.Concurrent;
using Caneth.Binding;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>
/// A log file that a cmdlet reads, with what is to be told about it. While the cmdlet works on some frames, the next are read
/// by another thread.
/// </summary>
internal sealed class OpenLog : IDisposable
{
    // A file of another kind, read with -Format, can hold a million lines that cannot be read.
    private const int MostShown = 100;

    private const int Batch = 2048;

    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(1);

    private static readonly ConcurrentDictionary<string, int> BeingRead = new();

    private readonly ConcurrentQueue<MalformedEntry> malformed = new();
    private readonly ILogReader reader;
    private readonly string key;
    private readonly LogMoment? after;
    private CanFrame[] ready = new CanFrame[Batch];
    private CanFrame[] ahead = new CanFrame[Batch];
    private Task<int> reading;
    private long shown;
    private long passedOver;

    private OpenLog(string path, LogFormat? format, LogMoment? after)
    {
        Path = path;
        this.after = after;
        reader = CanLog.Open(path, new() { Format = format, OnMalformed = malformed.Enqueue });
        key = KeyOf(path);
        BeingRead.AddOrUpdate(key, 1, static (_, count) => count + 1);
        reading = ReadAheadAsync();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The name of the file.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>How many frames have been read.</summary>
    public long FramesRead => reader.FramesRead;

    /// <summary>How much of the file has been read, 0 to 100; negative where nobody knows.</summary>
    public int Percent => reader.BytesTotal is > 0 and var total ? (int)Math.Min(100, reader.BytesRead * 100 / total) : -1;

    /// <summary>Done when there is something for <see cref="Next"/>.</summary>
    public Task Ready => reading;

    /// <summary>Whether a cmdlet of this process reads the file.</summary>
    public static bool IsBeingRead(string path) => BeingRead.ContainsKey(KeyOf(path));

    /// <summary>
    /// Opens the file, on another thread: a file server that hangs does not answer, and neither does a pipe to which nobody writes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; null to go by its name.</param>
    /// <param name="after">What lies before this moment is not wanted, and where the file can be searched it is not read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">No format is given, and the extension tells none.</exception>
    /// <exception cref="InvalidDataException">The file is of another format altogether.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static async Task<OpenLog> OpenAsync(string path, LogFormat? format, LogMoment? after, CancellationToken cancellationToken)
    {
        var opening = Task.Run(() => new OpenLog(path, format, after), CancellationToken.None);
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

    /// <summary>The next frames.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The frames in order, valid until the next call; empty at the end.</returns>
    /// <exception cref="InvalidDataException">The file is of another format altogether.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public ReadOnlyMemory<CanFrame> Next(CancellationToken cancellationToken)
    {
        var count = reading.WaitAsync(cancellationToken).GetAwaiter().GetResult();
        if (count == 0)
        {
            return default;
        }

        (ready, ahead) = (ahead, ready);
        reading = ReadAheadAsync();
        return ready.AsMemory(0, count);
    }

    /// <summary>Hands over what could not be read since the last call; beyond the first hundred as a detail.</summary>
    public void ReportMalformed(Action<string> warn, Action<string> detail)
    {
        while (malformed.TryDequeue(out var entry))
        {
            (++shown <= MostShown ? warn : detail)(entry.ToString());
        }
    }

    /// <summary>
    /// Hands over what there is to say at the end: how much could not be read, or not be kept in frames, and of which part of the
    /// file nothing is known; where all is well, that only as a detail.
    /// </summary>
    public void ReportLosses(Action<string> warn, Action<string> detail)
    {
        if (reader.MalformedCount > 1)
        {
            warn(shown > MostShown ? ModuleMessages.MoreMalformed(Path, MostShown, reader.MalformedCount)
                : ModuleMessages.Malformed(Path, reader.MalformedCount));
        }

        if (reader.Losses is { Count: > 0 } losses)
        {
            warn(ModuleMessages.NotInFrames(Path, losses));
        }

        if (passedOver > 0)
        {
            (reader.MalformedCount > 0 || reader.Losses.Count > 0 ? warn : detail)(ModuleMessages.PassedOver(Path, passedOver));
        }
    }

    /// <summary>Closes the file, once the read under way has ended; a file server that hangs is not waited for.</summary>
    public void Dispose() => reading.ContinueWith(static (_, log) => ((OpenLog)log!).Close(), this, CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(ToClose);

    // One for a file, whichever link leads to it.
    private static string KeyOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return System.IO.Path.GetFullPath(path);
        }
    }

    private Task<int> ReadAheadAsync() => Task.Run(Read);

    private int Read()
    {
        var first = reader.FramesRead == 0;
        var count = reader.Read(ahead);
        if (first && count > 0 && after is { } wanted && wanted.In(ahead[0].Timestamp) is var from && ahead[count - 1].Timestamp < from)
        {
            passedOver = reader.SkipTo(from);
        }

        return count;
    }

    private void Close()
    {
        reader.Dispose();
        if (BeingRead.AddOrUpdate(key, 0, static (_, count) => count - 1) <= 0)
        {
            BeingRead.TryRemove(new(key, 0));
        }
    }
}
