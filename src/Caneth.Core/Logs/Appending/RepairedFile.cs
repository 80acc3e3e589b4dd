namespace Caneth.Logs.Appending;

/// <summary>A file as it will be once it is brought to its last whole point.</summary>
/// <param name="file">The file as it is; not disposed of.</param>
/// <param name="point">The point.</param>
internal sealed class RepairedFile(Stream file, AppendPoint point) : ReadOnlyStream
{
    public override bool CanSeek => true;

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

    public override long Seek(long offset, SeekOrigin origin) => Position = PlaceOf(this, offset, origin);
}
