namespace Caneth.Logs.Blf;

/// <summary>Reads a file in large blocks and gives it out in small ones.</summary>
internal sealed class BufferedSource(LogSource source)
{
    private const int BufferSize = 128 * 1024;

    private readonly byte[] buffer = new byte[BufferSize];
    private int start;
    private int end;

    /// <summary>Where the next byte lies, from the beginning.</summary>
    public long Offset { get; private set; }

    /// <summary>The next bytes without taking them: as many as wanted, fewer only at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (end - start < count)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
            while (end < count && source.Read(buffer.AsSpan(end)) is var read and > 0)
            {
                end += read;
            }
        }

        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Takes some bytes.</summary>
    /// <returns>How many; 0 at the end of the file.</returns>
    public int Read(Span<byte> destination)
    {
        if (end == start)
        {
            start = 0;
            end = source.Read(buffer);
        }

        var count = Math.Min(destination.Length, end - start);
        buffer.AsSpan(start, count).CopyTo(destination);
        start += count;
        Offset += count;
        return count;
    }

    /// <summary>Passes over bytes, as far as there are any.</summary>
    public void Skip(long count)
    {
        while (count > 0 && !Peek(1).IsEmpty)
        {
            var step = (int)Math.Min(count, end - start);
            start += step;
            Offset += step;
            count -= step;
        }
    }

    /// <summary>Goes on to the next place where these bytes lie.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SkipTo(ReadOnlySpan<byte> mark)
    {
        while (Peek(mark.Length).Length == mark.Length)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf(mark);
            Skip(found >= 0 ? found : end - start - mark.Length + 1);
            if (found >= 0)
            {
                return true;
            }
        }

        Skip(end - start);
        return false;
    }
}
