namespace Caneth.Logs;

/// <summary>Writes the content of a log as a stream.</summary>
/// <param name="output">The log; disposed of with this.</param>
internal sealed class LogOutputStream(LogOutput output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => output.CanSeek;

    public override bool CanWrite => true;

    public override long Length => CanSeek ? output.Length : throw new NotSupportedException();

    public override long Position
    {
        get => CanSeek ? output.Place : throw new NotSupportedException();
        set => output.Place = CanSeek ? value : throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override long Seek(long offset, SeekOrigin origin) => Position = ReadOnlyStream.PlaceOf(this, offset, origin);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }

        base.Dispose(disposing);
    }
}
