namespace Caneth.Logs.Appending;

/// <summary>A file as it will be once it is brought to its last whole point.</summary>
/// <param name="file">The file as it is; not disposed of.</param>
/// <param name="point">The point.</param>
internal sealed class RepairedFile(Stream file, AppendPoint point) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => point.Keep + point.Rest.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (Position < point.Keep)
        {
            file.Position = Position;
            count = file.Read(buffer[..(int)Math.Min(buffer.Length, point.Keep - Position)]);
        }
        else
        {
            var rest = point.Rest.AsSpan((int)Math.Min(Position - point.Keep, point.Rest.Length));
            count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
        }

        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
