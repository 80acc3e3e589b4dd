namespace Caneth.Logs.Seeking;

/// <summary>A look at a part of a stream that somebody else owns: after some bytes from where it was set to, it seems to end; before that it is empty.</summary>
/// <param name="stream">The stream, which can seek.</param>
/// <param name="length">How many bytes are seen from each place that it is set to.</param>
internal sealed class LogWindow(Stream stream, long length) : ReadOnlyStream
{
    private long left;

    public override bool CanSeek => true;

    public override long Length => stream.Length;

    public override long Position
    {
        get => stream.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        left = length;
        return stream.Seek(offset, origin);
    }
}
