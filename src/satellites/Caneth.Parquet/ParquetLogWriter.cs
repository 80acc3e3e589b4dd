using Caneth.Logs;
using Parquet;

namespace Caneth.Parquet;

/// <summary>Writes frames as Parquet, a row group a million; the file can be read once it is ended.</summary>
internal sealed class ParquetLogWriter : ILogWriter
{
    // What a frame of a busy bus takes, until the file itself shows it.
    private const double UsualLength = 5;

    private readonly ChannelList channels = new();
    private readonly FrameColumns columns;
    private readonly LogOutput output;
    private readonly ParquetWriter file;
    private long framesInGroups;
    private bool failed;
    private bool disposed;

    public ParquetLogWriter(LogFormat format, LogOutput output)
    {
        Format = format;
        this.output = output;
        columns = new(channels);
        file = ParquetWriter.CreateAsync(FrameSchema.OfFile(), new DirectStream(output.Content), FrameSchema.Options()).GetAwaiter().GetResult();
    }

    public LogFormat Format { get; }

    public long FramesWritten => framesInGroups + columns.Count;

    public long FramesFlushed { get; private set; }

    public long Length => output.Length + (long)(columns.Count * (framesInGroups > 0 ? (double)output.Length / framesInGroups : UsualLength));

    public IReadOnlyCollection<LogLoss> Losses =>
        channels.Unnumbered > 0 ? [new("channels after the first 65,535, written as one", channels.Unnumbered)] : [];

    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        while (!frames.IsEmpty)
        {
            frames = frames[columns.Add(frames)..];
            if (columns.Count == FrameColumns.MostRows)
            {
                EndGroup();
            }
        }
    }

    // A group is written when it is full: many small ones would make a file of several times the length.
    public void Flush()
    {
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        try
        {
            if (!failed)
            {
                End();
            }
        }
        finally
        {
            output.Dispose();
        }
    }

    private void End()
    {
        if (columns.Count > 0)
        {
            EndGroup();
        }

        file.CustomMetadata = FileNotes.Of(channels);
        file.DisposeAsync().AsTask().GetAwaiter().GetResult();
        FramesFlushed = FramesWritten;
    }

    private void EndGroup()
    {
        var count = columns.Count;
        failed = true;
        columns.WriteAsync(file).GetAwaiter().GetResult();
        failed = false;
        framesInGroups += count;
    }
}
