using System.Collections.Concurrent;
using Caneth.Binding;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>A log file that a cmdlet reads, with what is to be reported about it.</summary>
internal sealed class LogFileReader : IDisposable
{
    private static readonly ConcurrentDictionary<string, int> BeingRead = new();

    private readonly LogProblems problems;
    private readonly string key;

    private LogFileReader(ReadAheadLog frames, LogProblems problems)
    {
        Frames = frames;
        this.problems = problems;
        key = KeyOf(frames.Path);
        BeingRead.AddOrUpdate(key, 1, static (_, count) => count + 1);
    }

    /// <summary>Its frames.</summary>
    public ReadAheadLog Frames { get; }

    /// <summary>The file.</summary>
    public string Path => Frames.Path;

    /// <summary>The name of the file.</summary>
    public string Name => Frames.Name;

    /// <summary>How much of the file has been read, 0 to 100; negative where it is unknown.</summary>
    public int Percent => Frames.Percent ?? -1;

    /// <summary>Whether a cmdlet of this process reads the file.</summary>
    public static bool IsBeingRead(string path) => BeingRead.ContainsKey(KeyOf(path));

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; null to go by its name.</param>
    /// <param name="after">What lies before this moment is not wanted, and where the file can be searched it is not read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The log.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended. What else is thrown is listed at <see cref="ReadAheadLog.OpenAsync"/>.</exception>
    public static async Task<LogFileReader> OpenAsync(string path, LogFormat? format, LogTime? after, CancellationToken cancellationToken)
    {
        var problems = new LogProblems();
        var options = new LogReadOptions { Format = format, OnMalformed = problems.Add };
        return new(await ReadAheadLog.OpenAsync(path, options, after is { } moment ? moment.In : null, cancellationToken).ConfigureAwait(false), problems);
    }

    /// <summary>The next frames, which may be waited for.</summary>
    /// <param name="wait">How to wait until there are some.</param>
    /// <returns>The frames in order, valid until the next call; empty at the end.</returns>
    /// <exception cref="InvalidDataException">The file is of another format altogether.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<CanFrame> Next(Action<ReadAheadLog> wait)
    {
        if (Frames.Take() is { IsEmpty: false } frames)
        {
            return frames;
        }

        wait(Frames);
        frames = Frames.Take();
        if (frames.IsEmpty)
        {
            Frames.Completion.GetAwaiter().GetResult();
        }

        return frames;
    }

    /// <inheritdoc cref="LogProblems.Report"/>
    public void ReportMalformed(Action<string> warn, Action<string> detail) => problems.Report(warn, detail);

    /// <inheritdoc cref="LogProblems.ReportEnd"/>
    public void ReportLosses(Action<string> warn, Action<string> detail) =>
        LogProblems.ReportEnd(new(Frames), warn, detail);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Frames.Dispose();

        // A read that hangs goes on until it ends.
        Frames.Completion.ContinueWith(static (_, key) => Forget((string)key!), key, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void Forget(string key)
    {
        if (BeingRead.AddOrUpdate(key, 0, static (_, count) => count - 1) <= 0)
        {
            BeingRead.TryRemove(new(key, 0));
        }
    }

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
}
