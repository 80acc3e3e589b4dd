using System.Buffers.Binary;
using System.IO.Compression;

namespace Caneth.Logs.Blf;

/// <summary>Writes Vector BLF: containers of 128 KiB, compressed with zlib.</summary>
internal sealed class BlfWriter : ILogWriter
{
    private const int ContainerLength = 128 * 1024;
    private const int LongestObject = BlfFormat.CanFdMessageLength;

    private readonly LogTarget target;
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

    public BlfWriter(LogFormat format, LogTarget target, LogWriteOptions options)
    {
        Format = format;
        this.target = target;
        this.options = options;
        objects = new BlfObjects(lost);
        if (target.AppendTo is { } path)
        {
            GoOn(path);
        }
    }

    public LogFormat Format { get; }

    public long FramesWritten { get; private set; }

    public long FramesFlushed { get; private set; }

    public long Length => target.Length + (target.Compresses ? 0 : used);

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
        if (headWritten && target.CanSeek)
        {
            head.FileLength = target.Length;
            head.End = WallClock.Shown(last, options.TimeZone);
            target.WriteAt(0, head.ToBytes());
        }

        target.Flush();
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
                target.Write(head.ToBytes());
            }

            Flush();
        }
        finally
        {
            target.Dispose();
        }
    }

    private void Begin(Timestamp first)
    {
        objects.Start = WallClock.StartFor(first);
        head.Start = WallClock.Shown(objects.Start, options.TimeZone);
        head.End = head.Start;
        target.Write(head.ToBytes());
        headWritten = true;
    }

    /// <summary>Goes on with a file, which has to be whole.</summary>
    private void GoOn(string path)
    {
        if (target.Compresses)
        {
            throw new InvalidDataException($"'{path}' is compressed as a whole, so its head cannot be changed and nothing appended. "
                + "BLF compresses by itself: write it without .gz.");
        }

        using var source = LogSource.Open(path);
        var file = new BufferedSource(source);
        if (!BlfHead.TryRead(file.Peek(BlfHead.Length), out head) || head.HeadLength != BlfHead.Length)
        {
            throw new InvalidDataException($"'{path}' is no BLF file with a head of {BlfHead.Length} bytes, so it cannot be gone on with.");
        }

        file.Skip(BlfHead.Length);
        while (file.Peek(BlfFormat.BaseHeadLength) is { Length: BlfFormat.BaseHeadLength } item)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(item[BlfFormat.LengthOffset..]);
            var itemStart = file.Offset;
            var valid = item.StartsWith(BlfFormat.ObjectSignature) && length >= BlfFormat.BaseHeadLength;
            file.Skip(length + length % 4);
            if (!valid || file.Offset < itemStart + length)
            {
                throw new InvalidDataException($"'{path}' is damaged or cut off at byte {itemStart}, so it cannot be gone on with; "
                    + "read what there is and write it to a new file.");
            }
        }

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

        packed.SetLength(BlfFormat.ContainerHeadLength);
        packed.Position = BlfFormat.ContainerHeadLength;
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflater.Write(container, 0, used);
        }

        var length = (int)packed.Length;

        // The padding that follows each object, as Vector's library reckons it.
        packed.SetLength(length + length % 4);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        bytes[..BlfFormat.ContainerHeadLength].Clear();
        BlfFormat.ObjectSignature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfFormat.HeadLengthOffset..], BlfFormat.BaseHeadLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfFormat.HeadVersionOffset..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfFormat.LengthOffset..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfFormat.TypeOffset..], BlfFormat.Container);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[BlfFormat.MethodOffset..], BlfFormat.Zlib);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[BlfFormat.UncompressedLengthOffset..], (uint)used);
        head.UncompressedLength += used + BlfFormat.ContainerHeadLength;

        // Given up even where writing fails: half of it may be in the file, and disposing must not fail again.
        used = 0;
        target.Write(bytes);
    }
}
