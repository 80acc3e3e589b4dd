namespace Caneth.Parquet;

/// <summary>
/// A stream for the library, which knows asynchronous calls alone: they are carried out at once, on the thread that makes them, so that who
/// waits for one never waits for another thread.
/// </summary>
/// <param name="content">The log; left open.</param>
internal sealed class DirectStream(Stream content) : Stream
{
    /// <summary>Where what may be read ends, in bytes from the start; null for the end of the stream.</summary>
    public long? End { get; set; }

    public override bool CanRead => content.CanRead;

    public override bool CanSeek => content.CanSeek;

    public override bool CanWrite => content.CanWrite;

    public override long Length => content.Length;

    public override long Position
    {
        get => content.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer) =>
        content.Read(End is { } end ? buffer[..(int)Math.Clamp(end - Position, 0, buffer.Length)] : buffer);

    // The library takes the end of a stream for one more byte.
    public override int ReadByte()
    {
        var next = (byte)0;
        return Read(new Span<byte>(ref next)) > 0 ? next : throw new EndOfStreamException($"it ends at byte {Position:N0}");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Write(ReadOnlySpan<byte> buffer) => content.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    // The library flushes before each column, and nothing of a file is whole before its end.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin)
    {
        // Where the library goes to a damaged file has told it.
        var place = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length });
        return place >= 0 ? content.Seek(place, SeekOrigin.Begin) : throw new EndOfStreamException($"something is said to stand at byte {place:N0}");
    }

    public override void SetLength(long value) => content.SetLength(value);
}
