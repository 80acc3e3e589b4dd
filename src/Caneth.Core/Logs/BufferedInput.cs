namespace Caneth.Logs;

/// <summary>Reads a file in large blocks and gives it out in small ones.</summary>
/// <param name="input">The file.</param>
/// <param name="report">Called with what is wrong with it as far as it is compressed as a whole, and where; reading goes on after it.</param>
internal sealed class BufferedInput(LogInput input, Action<long, string>? report = null)
{
    private const int BufferSize = 256 * 1024;
    private const int MostSlack = 32 * 1024 * 1024;

    private byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int start;
    private int end;

    /// <summary>Where the next byte lies, from the beginning.</summary>
    public long Offset { get; private set; }

    /// <summary>Goes on at another place, where the input can seek.</summary>
    public void GoTo(long place)
    {
        input.GoTo(place);
        (start, end, Offset) = (0, 0, place);
    }

    /// <summary>The next bytes without taking them: as many as wanted, fewer only at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count)
        {
            if (end == buffer.Length)
            {
                MakeRoom(count);
            }

            var read = ReadInput(buffer.AsSpan(end));
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>The next bytes as a stream, without taking them; valid until something else is done here.</summary>
    /// <param name="offset">How far ahead they begin, in bytes that were peeked at.</param>
    /// <param name="count">How many there are.</param>
    public Stream Open(int offset, int count) => new MemoryStream(buffer, start + offset, count, writable: false);

    /// <summary>Takes some bytes.</summary>
    /// <returns>How many; 0 at the end of the file.</returns>
    public int Read(Span<byte> destination)
    {
        if (end == start)
        {
            start = 0;
            end = ReadInput(buffer);
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

    private int ReadInput(Span<byte> destination)
    {
        while (true)
        {
            var count = input.Read(destination);
            if (count > 0 || input.TakeProblem() is not { } problem)
            {
                return count;
            }

            report?.Invoke(Offset, problem);
        }
    }

    // It grows only once it is full: a length is not believed before there are bytes. Up to some size it becomes longer than what is asked for,
    // so that a few bytes are not moved to the beginning, and much with them, over and over.
    private void MakeRoom(int count)
    {
        var half = buffer.Length / 2;
        var target = start == 0 || count > half && end - start > half && buffer.Length < MostSlack
            ? GC.AllocateUninitializedArray<byte>(2 * buffer.Length)
            : buffer;
        buffer.AsSpan(start, end - start).CopyTo(target);
        (buffer, end, start) = (target, end - start, 0);
    }
}
