namespace Caneth.Logs;

/// <summary>What the writers of the library's formats share: frames gathered in a buffer, a header before the first, counting.</summary>
/// <param name="format">The format.</param>
/// <param name="output">Where it is written.</param>
/// <param name="options">How it is written.</param>
/// <param name="bufferLength">How many bytes are gathered.</param>
/// <param name="longestFrame">The room that a frame may take, in bytes.</param>
internal abstract class LogWriter(LogFormat format, LogOutput output, LogWriteOptions options, int bufferLength, int longestFrame) : ILogWriter
{
    // A frame has more room than that in every format that has comments.
    private const int LongestComment = 1000;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(bufferLength);
    private int used;
    private string? comment;
    private bool disposed;

    public LogFormat Format => format;

    public string? Repair => output.Repair;

    public long FramesWritten { get; private set; }

    public long FramesFlushed { get; private set; }

    public long Length => output.Length + (output.Compresses ? 0 : used + LengthAhead);

    public IReadOnlyCollection<LogLoss> Losses => LossCounter.Losses;

    protected LogOutput Output => output;

    protected LogWriteOptions Options => options;

    protected LossCounter LossCounter { get; } = new();

    /// <summary>How many bytes were gathered, handed to <see cref="WriteGathered"/>, and held back there.</summary>
    protected virtual long LengthAhead => 0;

    /// <summary>Whether the header is written.</summary>
    protected bool HasBegun { get; set; }

    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (ref readonly var frame in frames)
        {
            if (!HasBegun)
            {
                HasBegun = true;
                used += FormatHeader(frame, buffer.AsSpan(used));
            }

            if (buffer.Length - used < longestFrame)
            {
                FlushBuffer(more: true);
            }

            if (comment is not null)
            {
                used += FormatComment(comment, buffer.AsSpan(used));
                comment = null;
                if (buffer.Length - used < longestFrame)
                {
                    FlushBuffer(more: true);
                }
            }

            var length = FormatFrame(frame, buffer.AsSpan(used));
            used += length;
            FramesWritten += length > 0 ? 1 : 0;
        }
    }

    /// <summary>Writes a comment before the next frame, where the format has comments that its readers pass over.</summary>
    /// <param name="text">A line in ASCII; several are joined, as far as there is room.</param>
    public void WriteComment(string text)
    {
        var joined = comment is null ? text : $"{comment}; {text}";
        comment = joined[..Math.Min(joined.Length, LongestComment)];
    }

    public void Flush()
    {
        FlushBuffer(more: false);
        UpdateHeader();
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
            FlushBuffer(more: true);
            used += FormatEnd(buffer);
            Flush();
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Formats what comes before the first frame.</summary>
    /// <param name="first">The first frame, from which relative times count.</param>
    /// <param name="destination">Room for a few thousand bytes.</param>
    /// <returns>How many bytes were written.</returns>
    protected virtual int FormatHeader(in CanFrame first, Span<byte> destination) => 0;

    /// <summary>Formats a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="destination">Room for the longest frame.</param>
    /// <returns>How many bytes were written; 0 where the format cannot say the frame.</returns>
    protected abstract int FormatFrame(in CanFrame frame, Span<byte> destination);

    /// <summary>Formats a comment, where the format has comments.</summary>
    /// <param name="text">A line in ASCII.</param>
    /// <param name="destination">Room for the longest frame.</param>
    /// <returns>How many bytes were written.</returns>
    protected virtual int FormatComment(string text, Span<byte> destination) => 0;

    /// <summary>Formats what comes after the last frame.</summary>
    /// <param name="destination">All of the buffer.</param>
    /// <returns>How many bytes were written.</returns>
    protected virtual int FormatEnd(Span<byte> destination) => 0;

    /// <summary>Writes what was gathered; nothing, too.</summary>
    /// <param name="bytes">What was gathered.</param>
    /// <param name="more">Whether more follows, so that it may be held back; otherwise all is written.</param>
    protected virtual void WriteGathered(ReadOnlySpan<byte> bytes, bool more) => output.Write(bytes);

    /// <summary>Changes the header to what it is now that all frames are written, where it says anything of them.</summary>
    protected virtual void UpdateHeader()
    {
    }

    private void FlushBuffer(bool more)
    {
        var length = used;

        // Given up even where writing fails: half of it may be in the file, and disposing must not fail again.
        used = 0;
        WriteGathered(buffer.AsSpan(0, length), more);
    }
}
