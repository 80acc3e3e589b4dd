namespace Caneth.Logs;

/// <summary>What all streams have in common that can only be read, and perhaps be set to another place.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => Seek(value, SeekOrigin.Begin);
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Where a stream is to go, from its beginning.</summary>
    public static long PlaceOf(Stream stream, long offset, SeekOrigin origin) => origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => stream.Position + offset,
        _ => stream.Length + offset,
    };
}
