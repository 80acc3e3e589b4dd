namespace Caneth.Logs.Compression;

/// <summary>The bits of a stream, lowest first, with the exact place of the next.</summary>
/// <param name="stream">The stream, from its current position.</param>
internal sealed class BitInput(Stream stream)
{
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private int start;
    private int end;
    private long read;
    private ulong bits;
    private bool ended;

    /// <summary>How many bits are at hand.</summary>
    public int Available { get; private set; }

    /// <summary>How many whole bytes of the stream are taken; a byte of which some bits are taken counts.</summary>
    public long Position => read - (end - start) - Available / 8;

    /// <summary>Sees to it that bits are at hand.</summary>
    /// <param name="count">How many, up to 32.</param>
    /// <returns>Whether there are that many; fewer only at the end of the stream.</returns>
    public bool Need(int count)
    {
        while (Available < count)
        {
            if (start == end && !Fill())
            {
                return false;
            }

            bits |= (ulong)buffer[start++] << Available;
            Available += 8;
        }

        return true;
    }

    /// <summary>The next bits without taking them, zeros after the end of the stream.</summary>
    public uint Peek() => (uint)bits;

    /// <summary>Takes bits that are at hand.</summary>
    public uint Take(int count)
    {
        var taken = (uint)(bits & ((1UL << count) - 1));
        bits >>= count;
        Available -= count;
        return taken;
    }

    /// <summary>Passes over the rest of a byte of which some bits are taken.</summary>
    public void AlignToByte() => Take(Available % 8);

    /// <summary>Takes whole bytes; only where aligned to one.</summary>
    /// <returns>How many; fewer than asked for only at the end of the stream.</returns>
    public int TakeBytes(Span<byte> destination)
    {
        var count = 0;
        for (; count < destination.Length && Available > 0; count++)
        {
            destination[count] = (byte)Take(8);
        }

        while (count < destination.Length && (start < end || Fill()))
        {
            var step = Math.Min(destination.Length - count, end - start);
            buffer.AsSpan(start, step).CopyTo(destination[count..]);
            start += step;
            count += step;
        }

        return count;
    }

    /// <summary>Passes over bytes up to a place where these lie, without taking them; only where aligned to a byte.</summary>
    /// <returns>Whether there is such a place.</returns>
    public bool SkipTo(ReadOnlySpan<byte> mark)
    {
        PutBack();
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf(mark);
            if (found >= 0)
            {
                start += found;
                return true;
            }

            var kept = Math.Min(end - start, mark.Length - 1);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
            (start, end) = (0, kept);
            if (!Fill())
            {
                start = end;
                return false;
            }
        }
    }

    /// <summary>The next bytes without taking them, fewer only at the end of the stream; only where aligned to a byte.</summary>
    public ReadOnlySpan<byte> PeekBytes(int count)
    {
        PutBack();
        while (end - start < count && Fill())
        {
        }

        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Goes back to a place that was passed, where the stream allows it.</summary>
    public void GoBackTo(long position)
    {
        AlignToByte();
        PutBack();
        var back = Position - position;
        if (back <= start)
        {
            start -= (int)back;
        }
        else if (stream.CanSeek)
        {
            _ = stream.Seek(position - read, SeekOrigin.Current);
            read = position;
            (start, end, ended) = (0, 0, false);
        }
    }

    // The bits at hand are the last bytes taken out of the buffer, or lay at its front before it was filled anew.
    private void PutBack()
    {
        Span<byte> taken = stackalloc byte[8];
        var count = 0;
        while (Available > 0)
        {
            taken[count++] = (byte)Take(8);
        }

        if (start < count)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer.AsSpan(count));
            (start, end) = (count, end - start + count);
        }

        start -= count;
        taken[..count].CopyTo(buffer.AsSpan(start));
    }

    private bool Fill()
    {
        if (ended)
        {
            return false;
        }

        // Some room stays free for the bits that can be put back.
        const int Reserve = 8;
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var count = stream.Read(buffer.AsSpan(end, buffer.Length - end - Reserve));
        read += count;
        end += count;
        ended = count == 0;
        return count > 0;
    }
}
