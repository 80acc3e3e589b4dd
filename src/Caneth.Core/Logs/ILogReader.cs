using System.Runtime.CompilerServices;

namespace Caneth.Logs;

/// <summary>Reads the frames of a log file, one batch after another. Used by one thread at a time.</summary>
public interface ILogReader : IDisposable
{
    /// <summary>The format that the file is read as.</summary>
    LogFormat Format { get; }

    /// <summary>How far the file has been read, in bytes as they lie on the disk (compressed where it is compressed).</summary>
    long BytesRead { get; }

    /// <summary>How long the file is, in bytes as they lie on the disk; null where it is a stream of unknown length.</summary>
    long? BytesTotal { get; }

    /// <summary>How many frames have been read.</summary>
    long FramesRead { get; }

    /// <summary>
    /// How many lines (in a binary file: sections) could not be read. Each was reported to
    /// <see cref="LogReadOptions.OnMalformed"/>, and reading went on after it.
    /// </summary>
    long MalformedCount { get; }

    /// <summary>
    /// What the file holds on the bus and <see cref="CanFrame"/> cannot say, by name, with how often it occurred so far.
    /// </summary>
    IReadOnlyCollection<LogLoss> Losses { get; }

    /// <summary>Reads the next frames.</summary>
    /// <param name="destination">Room for frames; a few hundred at once make it fast.</param>
    /// <returns>How many frames were written to <paramref name="destination"/>; 0 at the end of the file.</returns>
    /// <exception cref="InvalidDataException">The file is of another format altogether.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed of.</exception>
    int Read(Span<CanFrame> destination);

    /// <summary>Reads the next frames on another thread, for callers whose own must not wait for a disk.</summary>
    /// <param name="destination">Room for frames; a few thousand at once make it fast.</param>
    /// <param name="cancellationToken">Ends the wait before the read has begun; one that has is finished.</param>
    /// <returns>As <see cref="Read"/>.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was read.</exception>
    ValueTask<int> ReadAsync(Memory<CanFrame> destination, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Read(destination.Span), cancellationToken));

    /// <summary>
    /// Passes over what lies before a moment without reading it, where the file can be searched: where it can seek, is not
    /// compressed as a whole, and has its times in order. What follows may still begin with frames from before the moment. Frames
    /// of the moment and after it are passed over only where they lie before a thousand frames from more than five seconds
    /// before it.
    /// </summary>
    /// <param name="moment">The moment.</param>
    /// <returns>How many bytes were skipped; 0 where reading goes on where it is.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    long SkipTo(Timestamp moment);

    /// <summary>The frames from here to the end of the file, one by one, as they are read.</summary>
    /// <returns>Frames to enumerate once.</returns>
    IEnumerable<CanFrame> ReadAll()
    {
        const int Batch = 512;
        var frames = new CanFrame[Batch];
        while (Read(frames) is var count and > 0)
        {
            for (var index = 0; index < count; index++)
            {
                yield return frames[index];
            }
        }
    }

    /// <summary>The frames from here to the end of the file, one by one, read on another thread a batch at a time.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Frames to enumerate once.</returns>
    async IAsyncEnumerable<CanFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const int Batch = 4096;
        var frames = new CanFrame[Batch];
        while (await ReadAsync(frames, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            for (var index = 0; index < count; index++)
            {
                yield return frames[index];
            }
        }
    }
}
