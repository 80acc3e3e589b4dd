using Caneth.Logs.Appending;

namespace Caneth.Logs.Blf;

/// <summary>Writes Vector BLF: containers of 128 KiB, compressed with zlib.</summary>
internal sealed class BlfWriter : ILogWriter
{
    private const int ContainerLength = 128 * 1024;
    private const int LongestObject = BlfLayout.CanFdMessageLength;

    private readonly LogOutput output;
    private readonly LogWriteOptions options;
    private readonly LossCounter lost = new();
    private readonly BlfObjects objects;
    private readonly byte[] container = new byte[ContainerLength];
    private readonly MemoryStream packed = new(ContainerLength);
    private BlfHead head = new();
    private Timestamp last;
    private int used;
    private bool headWritten;
    private bool disposed;

    public BlfWriter(LogFormat format, LogOutput output, LogWriteOptions options)
    {
        Format = format;
        this.output = output;
        this.options = options;
        objects = new BlfObjects(lost);
        if (output.AppendTo is { } path)
        {
            GoOn(path);
        }
    }

    public LogFormat Format { get; }

    public string? Repair => output.Repair;

    public long FramesWritten { get; private set; }

    public long FramesFlushed { get; private set; }

    public long Length => output.Length + (output.Compresses ? 0 : used);

    public IReadOnlyCollection<LogLoss> Losses => lost.Losses;

    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (ref readonly var frame in frames)
        {
            if (!headWritten)
            {
                Begin(frame.Timestamp);
            }

            if (ContainerLength - used < LongestObject)
            {
                WriteContainer();
            }

            used += objects.Write(frame, container.AsSpan(used));
            last = frame.Timestamp;
            head.ObjectCount++;
            FramesWritten++;
        }
    }

    public void Flush()
    {
        WriteContainer();
        if (headWritten && output.CanSeek)
        {
            head.FileLength = output.Length;
            head.End = WallClock.Shown(last, options.TimeZone);
            output.WriteAt(0, head.ToBytes());
        }

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
            if (!headWritten)
            {
                output.Write(head.ToBytes());
            }

            Flush();
        }
        finally
        {
            output.Dispose();
        }
    }

    private void Begin(Timestamp first)
    {
        objects.Start = WallClock.StartFor(first, options.TimeZone);
        head.Start = WallClock.Shown(objects.Start, options.TimeZone);
        head.End = head.Start;
        output.Write(head.ToBytes());
        headWritten = true;
    }

    /// <summary>Goes on with a file.</summary>
    private void GoOn(string path)
    {
        if (output.Compresses)
        {
            throw AppendRefusal.Of(path, "it is compressed as a whole, so that its header cannot be changed. BLF is compressed anyway: "
                + "write it without .gz");
        }

        var appended = AppendedBlf.Examine(output.Existing, path);
        output.AppendAt(appended.Point);
        if (appended.Head is null)
        {
            return;
        }

        head = appended.Head;
        objects.Start = head.Start is { } date && WallClock.TryToTimestamp(date, options.TimeZone, out var start) ? start : default;
        last = head.End is { } end && WallClock.TryToTimestamp(end, options.TimeZone, out var known) ? known : objects.Start;
        headWritten = true;
    }

    private void WriteContainer()
    {
        if (used == 0)
        {
            return;
        }

        var bytes = BlfContainer.Pack(container.AsSpan(0, used), packed);
        head.UncompressedLength += used + BlfLayout.ContainerHeadLength;

        // Given up even where writing fails: half of it may be in the file, and disposing must not fail again.
        used = 0;
        output.Write(bytes);
    }
}
