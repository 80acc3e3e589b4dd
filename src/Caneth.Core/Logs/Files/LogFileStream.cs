namespace Caneth.Logs.Files;

/// <summary>
/// A log file that is being written. Where a write fails it is cut back to where it was whole, so that nothing in it is torn,
/// and it notices when another program takes away the file or its content.
/// </summary>
/// <param name="file">The file, open at its end.</param>
/// <param name="path">Its path.</param>
/// <param name="storage">Where it lies.</param>
/// <param name="right">The right to write it, given back at the end.</param>
internal sealed class LogFileStream(Stream file, string path, LogStorage storage, IDisposable? right) : Stream
{
    private IOException? failure;
    private long whole = file.Length;
    private long end = file.Length;
    private bool takenAway;
    private bool disposed;

    public override bool CanRead => file.CanRead;

    public override bool CanSeek => file.CanSeek;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    /// <summary>How much of it is whole.</summary>
    public long WholeLength => whole;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>Says that what is in the file now is whole, so that it is kept whatever happens later.</summary>
    /// <param name="durable">Whether it is to survive a power failure.</param>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void Commit(bool durable)
    {
        if (failure is not null)
        {
            return;
        }

        if (durable && whole != end && file is FileStream open)
        {
            try
            {
                open.Flush(flushToDisk: true);
            }
            catch (IOException failed)
            {
                failure = failed;
                throw;
            }
        }

        whole = end;
    }

    /// <summary>
    /// Looks whether the file under the path is still the one that is written: it is as long, or another program has removed,
    /// replaced or emptied it.
    /// </summary>
    /// <exception cref="LogLostException">It is not.</exception>
    public void Check()
    {
        storage.Renew(file);
        ThrowIfChanged();
        var length = storage.LengthOf(path);
        if (length == end)
        {
            return;
        }

        if (length is not null && length == file.Length)
        {
            throw Fail(new($"Another program writes to '{path}' too", path));
        }

        var moved = storage.FindOpen(file);
        throw Fail(new(moved is not null ? $"'{path}' was renamed by another program; it is '{moved}' now"
            : length is null ? $"'{path}' is no longer there: another program has removed it, or its file system is not mounted any more"
            : $"'{path}' was replaced by another program", moved));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (failure is not null)
        {
            throw new IOException(failure.Message, failure);
        }

        ThrowIfChanged();
        try
        {
            file.Write(buffer);
            end = Math.Max(end, file.Position);
        }
        catch (ArgumentOutOfRangeException limit)
        {
            failure = FileSizeLimit.Describe(path, limit);
            throw failure;
        }
        catch (IOException failed)
        {
            failure = failed;
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => file.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value)
    {
        file.SetLength(value);
        end = value;
        whole = Math.Min(whole, value);
    }

    /// <summary>Puts other bytes in the place of the last ones; where that fails the file is as it was.</summary>
    /// <param name="keep">How many bytes stay.</param>
    /// <param name="rest">What follows them.</param>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void ReplaceEnd(long keep, ReadOnlySpan<byte> rest)
    {
        var length = file.Length;
        var replaced = new byte[Math.Min(rest.Length, length - keep)];
        file.Position = keep;
        file.ReadExactly(replaced);
        try
        {
            // Written before anything is cut off: a process that is killed in between loses nothing that was there.
            file.Position = keep;
            file.Write(rest);
            file.SetLength(keep + rest.Length);
        }
        catch (IOException)
        {
            file.Position = keep;
            file.Write(replaced);
            file.SetLength(length);
            throw;
        }

        whole = end = keep + rest.Length;
    }

    public override void Flush() => file.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            try
            {
                CutBack();
            }
            finally
            {
                file.Dispose();
                right?.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // A file of ours that has shrunk was emptied: what is written at its old end would leave a hole of zeros before it.
    private void ThrowIfChanged()
    {
        if (file.CanSeek && file.Length < end)
        {
            throw Fail(new($"'{path}' was emptied by another program"));
        }
    }

    private LogLostException Fail(LogLostException lost)
    {
        // What is left of it belongs to whoever changed it.
        takenAway = true;
        failure ??= lost;
        return lost;
    }

    private void CutBack()
    {
        try
        {
            if (failure is not null && !takenAway && file.CanSeek && file.Length > whole)
            {
                file.SetLength(whole);
            }
        }
        catch (IOException)
        {
            // The disk is gone altogether, and what is on it cannot be changed.
        }
    }
}
