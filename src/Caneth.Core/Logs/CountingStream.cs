using Caneth.Logs.Seeking;

namespace Caneth.Logs;

/// <summary>Counts what is read of a stream, and can look at its first two bytes though it cannot seek.</summary>
/// <param name="stream">The stream, whose present place is 0 here; disposed of with this one.</param>
/// <param name="leaveOpen">Whether it is left open instead.</param>
internal sealed class CountingStream(Stream stream, bool leaveOpen) : ReadOnlyStream
{
    private const long Unknown = -1;

    private readonly byte[] ahead = new byte[2];
    private readonly long start = stream.CanSeek ? stream.Position : 0;
    private int aheadStart;
    private int aheadEnd;
    private long place;
    private long total = Unknown;

    /// <summary>How far it was read, in bytes.</summary>
    public long BytesRead { get; private set; }

    // Another thread shows how far it is, perhaps when the file has just been closed and can no longer be asked.
    public long? BytesTotal => Volatile.Read(ref total) is >= 0 and var known ? known : null;

    /// <summary>Whether a reader asked for more than there is.</summary>
    public bool EndReached { get; private set; }

    public override bool CanSeek => stream.CanSeek;

    public override long Length => stream.Length - start;

    /// <summary>Where it is read next, in bytes from the beginning.</summary>
    public override long Position
    {
        get => place;
        set => Seek(value, SeekOrigin.Begin);
    }

    public bool BeginsWith(byte first, byte second)
    {
        aheadEnd = stream.ReadAtLeast(ahead, ahead.Length, throwOnEndOfStream: false);
        Measure();
        return aheadEnd == ahead.Length && ahead[0] == first && ahead[1] == second;
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (aheadStart < aheadEnd)
        {
            count = Math.Min(buffer.Length, aheadEnd - aheadStart);
            ahead.AsSpan(aheadStart, count).CopyTo(buffer);
            aheadStart += count;
        }
        else
        {
            count = stream.Read(buffer);
            EndReached |= count == 0 && !buffer.IsEmpty;
            Measure();
        }

        place += count;
        BytesRead = Math.Max(BytesRead, place);
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        place = PlaceOf(this, offset, origin);
        aheadStart = aheadEnd;
        EndReached = false;
        _ = stream.Seek(start + place, SeekOrigin.Begin);
        return place;
    }

    /// <summary>The same stream from its beginning, for somebody else to look at some bytes here and there.</summary>
    public LogWindow Look(long length)
    {
        var window = new LogWindow(stream, length);
        _ = window.Seek(start, SeekOrigin.Begin);
        return window;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    // A log may grow while it is read.
    private void Measure() => Volatile.Write(ref total, stream.CanSeek ? Length : Unknown);
}
