using Caneth.Flow;

namespace Caneth.Logs;

/// <summary>Writes frames to a log file. Used by one thread at a time.</summary>
/// <remarks>
/// Frames are gathered and written in large blocks; <see cref="Flush"/> or disposing hands over what is gathered. Where a
/// write fails, the block is given up: <see cref="FramesWritten"/> less <see cref="FramesFlushed"/> frames may be missing.
/// </remarks>
public interface ILogWriter : IDisposable, IFrameSink
{
    /// <summary>The format that is written.</summary>
    LogFormat Format { get; }

    /// <summary>
    /// What was done to the end of the file that is appended to, in words, because it did not end whole: what is cut off there
    /// was not a whole frame. Null where nothing had to be done.
    /// </summary>
    string? Repair => null;

    /// <summary>How many frames were taken, those left out because the format cannot say them not counted.</summary>
    long FramesWritten { get; }

    /// <summary>How many of them are with the operating system, so that they survive the end of this process.</summary>
    long FramesFlushed { get; }

    /// <summary>
    /// How long the file is so far, in bytes, with what was there before and, unless it is compressed, with what is gathered.
    /// </summary>
    long Length { get; }

    /// <summary>What the frames held and the format cannot carry, by name, with how many frames it concerned so far.</summary>
    IReadOnlyCollection<LogLoss> Losses { get; }

    /// <summary>Writes frames.</summary>
    /// <param name="frames">Any number of frames of any kind.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    void Write(ReadOnlySpan<CanFrame> frames);

    /// <summary>
    /// Hands everything to the operating system: it survives the end of this process, though not a power failure.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    void Flush();

    // To a pump a log is a sink that never makes it wait, however long its disk takes.

    ValueTask IFrameSink.WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(frames.Span);
        return ValueTask.CompletedTask;
    }

    Task IFrameSink.FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flush();
        return Task.CompletedTask;
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
