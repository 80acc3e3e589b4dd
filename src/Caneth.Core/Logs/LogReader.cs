using Caneth.Logs.Seeking;

namespace Caneth.Logs;

/// <summary>What the readers of the library's formats share: counting, and the report of what cannot be read.</summary>
internal abstract class LogReader(LogFormat format, LogInput input, LogReadOptions options) : ISeekableLog
{
    private Stream? copy;
    private bool disposed;

    public LogFormat Format => format;

    public virtual long BytesRead => input.BytesRead;

    public long? BytesTotal => input.BytesTotal;

    public long FramesRead { get; protected set; }

    public long MalformedCount { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses => LossCounter.Losses;

    protected LogInput Input => input;

    protected LogReadOptions Options => options;

    protected LossCounter LossCounter { get; } = new();

    /// <summary>Whether what is read is a copy, so that where it is read says nothing of how far the input was.</summary>
    protected bool IsCopied => copy is not null;

    public int Read(Span<CanFrame> destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return ReadFrames(destination);
    }

    public abstract long SkipTo(Timestamp moment);

    public abstract long? GoTo(long place);

    public virtual void Dispose()
    {
        disposed = true;
        copy?.Dispose();
        input.Dispose();
    }

    /// <inheritdoc cref="ILogReader.Read"/>
    protected abstract int ReadFrames(Span<CanFrame> destination);

    /// <summary>The content for a format that is read here and there: the input itself, or a copy of what can be read once only.</summary>
    /// <param name="beginning">The input, of which nothing is taken yet.</param>
    /// <returns>The content, of which the reader disposes.</returns>
    /// <exception cref="IOException">There is no room for a copy.</exception>
    protected Stream OpenSeekable(BufferedInput beginning) => Input.CanSeek ? Input.Content : copy ??= SpooledContent.Copy(beginning);

    protected void Report(MalformedEntry entry)
    {
        MalformedCount++;
        options.OnMalformed?.Invoke(entry);
    }
}
