using Caneth.Logs.Appending;

namespace Caneth.Logs.Text;

/// <summary>What the writers of text formats share: lines gathered in a buffer, a head before the first, counting.</summary>
internal abstract class TextLogWriter : ILogWriter
{
    /// <summary>The room that a line may take, in bytes.</summary>
    protected const int MaxLineLength = 2048;

    /// <summary>The room that the head may take, in bytes.</summary>
    protected const int MaxHeadLength = 4096;

    private const int BufferSize = 128 * 1024;

    private readonly LogOutput output;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int used;
    private bool headWritten;
    private bool disposed;

    protected TextLogWriter(LogFormat format, LogOutput output, LogWriteOptions options)
    {
        Format = format;
        Options = options;
        this.output = output;
        if (output.AppendTo is { } path)
        {
            Appended = AppendedText.Examine(format, path, output.Existing, output.Compresses);
            output.AppendAt(Appended.Point);
        }
    }

    public LogFormat Format { get; }

    public string? Repair => output.Repair;

    public long FramesWritten { get; private set; }

    public long FramesFlushed { get; private set; }

    public long Length => output.Length + (output.Compresses ? 0 : used);

    public IReadOnlyCollection<LogLoss> Losses => Lost.Losses;

    protected LogWriteOptions Options { get; }

    protected LossCounter Lost { get; } = new();

    /// <summary>The file that is appended to; null where it is a new one.</summary>
    protected AppendedText? Appended { get; }

    /// <summary>Whether there are lines already, with their header.</summary>
    protected bool Appending => Appended is { HasLines: true };

    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (ref readonly var frame in frames)
        {
            if (!headWritten)
            {
                WriteHead(frame);
            }

            if (BufferSize - used < MaxLineLength)
            {
                HandOver();
            }

            var length = FormatLine(frame, buffer.AsSpan(used));
            used += length;
            FramesWritten += length > 0 ? 1 : 0;
        }
    }

    public void Flush()
    {
        HandOver();
        output.Flush();
        FramesFlushed = FramesWritten;
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
            if (headWritten)
            {
                HandOver();
                used += FormatEnd(buffer);
            }

            Flush();
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Writes what stands before the first frame.</summary>
    /// <param name="first">The first frame, from which relative times count.</param>
    /// <param name="destination">At least <see cref="MaxHeadLength"/> bytes of room.</param>
    /// <returns>How many bytes were written.</returns>
    protected virtual int FormatHead(in CanFrame first, Span<byte> destination) => 0;

    /// <summary>Writes a frame as a line, its end included.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="destination">At least <see cref="MaxLineLength"/> bytes of room.</param>
    /// <returns>How many bytes were written; 0 where the format cannot say the frame.</returns>
    protected abstract int FormatLine(in CanFrame frame, Span<byte> destination);

    /// <summary>Writes what stands behind the last frame.</summary>
    /// <param name="destination">At least <see cref="MaxHeadLength"/> bytes of room.</param>
    /// <returns>How many bytes were written.</returns>
    protected virtual int FormatEnd(Span<byte> destination) => 0;

    private void WriteHead(in CanFrame first)
    {
        headWritten = true;
        used += FormatHead(first, buffer.AsSpan(used));
    }

    private void HandOver()
    {
        var length = used;

        // Given up even where writing fails: half of it may be in the file, and disposing must not fail again.
        used = 0;
        output.Write(buffer.AsSpan(0, length));
    }
}
