using Caneth.Logs.Seeking;

namespace Caneth.Logs;

/// <summary>What the readers of the library's formats share: counting, and the report of what cannot be read.</summary>
internal abstract class LogReader(LogFormat format, LogInput input, LogReadOptions options) : ISeekableLog
{
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
        input.Dispose();
    }

    /// <inheritdoc cref="ILogReader.Read"/>
    protected abstract int ReadFrames(Span<CanFrame> destination);

    protected void Report(MalformedEntry entry)
    {
        MalformedCount++;
        options.OnMalformed?.Invoke(entry);
    }
}
