using System.Diagnostics.CodeAnalysis;
using Caneth.Logs.Files;

namespace Caneth.Publishing;

/// <summary>
/// Batches on their way to a broker, on disk until it has acknowledged them: whatever happens to the broker, the network or this process, they
/// are there. It has a size that it does not exceed; then the oldest go, and are counted. Safe for all threads.
/// </summary>
internal sealed class BatchSpool : IDisposable
{
    private const long LargestSegment = 64 * 1024 * 1024;

    // What is dropped goes a file at a time: an eighth of all, so that most of it stays.
    private const int SegmentsAtLeast = 8;

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly long maxSize;
    private readonly bool durable;
    private readonly FileStream right;
    private readonly SpoolPosition position;
    private readonly LinkedList<SpoolEntry> pending = new();
    private readonly List<SpoolSegment> segments;
    private LinkedListNode<SpoolEntry>? lastTaken;
    private (long Segment, long Offset) done;
    private (long Segment, long Offset) written;
    private long size;
    private long framesPending;

    private BatchSpool(string folder, long maxSize, bool durable, FileStream right)
    {
        this.folder = folder;
        this.maxSize = maxSize;
        this.durable = durable;
        this.right = right;
        position = new(Path.Combine(folder, "position"));
        done = written = position.Read();
        segments = SpoolSegment.In(folder);
        foreach (var segment in segments.ToArray())
        {
            TakeIn(segment);
        }

        BatchesFound = pending.Count;
        FramesFound = framesPending;
    }

    /// <summary>Batches that an earlier publisher has left.</summary>
    public int BatchesFound { get; }

    /// <summary>Frames that an earlier publisher has left.</summary>
    public long FramesFound { get; }

    /// <summary>Bytes of an earlier publisher that are damaged, as those are that were just being written when it was killed.</summary>
    public long BytesDamaged { get; private set; }

    /// <summary>Frames that are not acknowledged.</summary>
    public long FramesPending => Volatile.Read(ref framesPending);

    /// <summary>How long its files are together, in bytes.</summary>
    public long Size => Volatile.Read(ref size);

    /// <summary>Whether all is acknowledged.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return pending.Count == 0;
            }
        }
    }

    /// <summary>Opens a spool, with what an earlier one has left there.</summary>
    /// <param name="folder">The folder; it is made where there is none.</param>
    /// <param name="maxSize">How long its files may become together, in bytes.</param>
    /// <param name="durable">Whether the disk itself has to have what is appended.</param>
    /// <exception cref="IOException">Another publisher uses it, or it cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static BatchSpool Open(string folder, long maxSize, bool durable)
    {
        FileSizeLimit.FailInsteadOfEndingTheProcess();

        // What was on the bus is nobody else's affair.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        FileStream right;
        try
        {
            right = new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new SpoolInUseException(folder, failure);
        }

        try
        {
            return new(folder, maxSize, durable, right);
        }
        catch
        {
            right.Dispose();
            throw;
        }
    }

    /// <summary>Whether a batch would make it longer than it may become.</summary>
    public bool IsFullFor(int length) => Size + SpoolSegment.PrefixLength + length > maxSize;

    /// <summary>Appends a batch.</summary>
    /// <param name="batch">Its bytes.</param>
    /// <param name="frames">How many frames it has.</param>
    /// <returns>How many of the oldest frames had to go for it.</returns>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public long Append(ReadOnlyMemory<byte> batch, int frames)
    {
        lock (gate)
        {
            var dropped = MakeRoom(batch.Length);
            var segment = SegmentFor(batch.Length);
            var offset = segment.Append(batch, durable);
            segment.FramesPending += frames;
            pending.AddLast(new SpoolEntry(segment, offset, SpoolSegment.PrefixLength + batch.Length, frames));
            size += SpoolSegment.PrefixLength + batch.Length;
            framesPending += frames;
            return dropped;
        }
    }

    /// <summary>Takes the oldest batch that was not taken yet.</summary>
    /// <param name="entry">The batch.</param>
    /// <param name="message">Its bytes.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public bool TryTake([NotNullWhen(true)] out SpoolEntry? entry, out ReadOnlyMemory<byte> message)
    {
        lock (gate)
        {
            var next = lastTaken is null ? pending.First : lastTaken.Next;
            while (next is { Value.IsAcknowledged: true })
            {
                next = next.Next;
            }

            entry = next?.Value;
            message = default;
            if (entry is null)
            {
                return false;
            }

            message = entry.Segment.Read(entry);
            lastTaken = next;
            return true;
        }
    }

    /// <summary>Begins again with the oldest batch that is not acknowledged.</summary>
    public void Rewind()
    {
        lock (gate)
        {
            lastTaken = null;
        }
    }

    /// <summary>Is done with a batch.</summary>
    /// <returns>Whether it was still there; else it was dropped meanwhile, and counted as dropped.</returns>
    public bool Acknowledge(SpoolEntry entry)
    {
        lock (gate)
        {
            if (entry.IsAcknowledged || entry.Segment.IsDropped)
            {
                return false;
            }

            entry.IsAcknowledged = true;
            entry.Segment.FramesPending -= entry.Frames;
            framesPending -= entry.Frames;
            while (pending.First is { Value.IsAcknowledged: true } first)
            {
                RemoveFirst(first);
            }

            RemoveDone();
            return true;
        }
    }

    /// <summary>Writes down how far it is, where that has changed; to be called now and then.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Save()
    {
        lock (gate)
        {
            if (done != written)
            {
                position.Write(done.Segment, done.Offset);
                written = done;
            }
        }
    }

    /// <summary>Lets others have it, with what is left.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            try
            {
                Save();
            }
            catch (IOException)
            {
                // Then some is sent again.
            }

            foreach (var segment in segments.ToArray())
            {
                if (pending.Count == 0)
                {
                    Remove(segment);
                }

                segment.Dispose();
            }

            right.Dispose();
        }
    }

    private void TakeIn(SpoolSegment segment)
    {
        var from = segment.Number < done.Segment ? segment.Length : segment.Number == done.Segment ? Math.Min(done.Offset, segment.Length) : 0;
        var (entries, cut) = segment.Scan(from);
        BytesDamaged += cut;
        size += segment.Length;
        if (entries.Count == 0)
        {
            Remove(segment);
            return;
        }

        framesPending += segment.FramesPending;
        entries.ForEach(entry => pending.AddLast(entry));
    }

    private SpoolSegment SegmentFor(int length)
    {
        var last = segments.LastOrDefault();
        if (last is null || last.Length > 0 && last.Length + SpoolSegment.PrefixLength + length > Math.Min(LargestSegment, maxSize / SegmentsAtLeast))
        {
            last = SpoolSegment.Create(folder, Math.Max(last?.Number ?? 0, done.Segment) + 1);
            segments.Add(last);
            RemoveDone();
        }

        return last;
    }

    /// <summary>Removes the oldest files until there is room.</summary>
    private long MakeRoom(int length)
    {
        var dropped = 0L;
        while (segments.Count > 0 && IsFullFor(length))
        {
            var oldest = segments[0];
            dropped += oldest.FramesPending;
            framesPending -= oldest.FramesPending;
            oldest.IsDropped = true;
            while (pending.First is { } first && first.Value.Segment == oldest)
            {
                RemoveFirst(first);
            }

            Remove(oldest);
        }

        return dropped;
    }

    private void RemoveFirst(LinkedListNode<SpoolEntry> first)
    {
        if (lastTaken == first)
        {
            lastTaken = null;
        }

        pending.RemoveFirst();
        done = (first.Value.Segment.Number, first.Value.Offset + first.Value.Length);
    }

    /// <summary>Removes the files of which nothing is pending, but for the last, to which more is appended.</summary>
    private void RemoveDone()
    {
        while (segments.Count > 1 && pending.First?.Value.Segment != segments[0])
        {
            Remove(segments[0]);
        }
    }

    private void Remove(SpoolSegment segment)
    {
        segments.Remove(segment);
        size -= segment.Length;
        try
        {
            segment.Remove();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The position says that it is done with; whoever opens the spool again removes it.
        }
    }
}
