using System.Text;

namespace Caneth.Commands;

/// <summary>Takes what the writer of a log writes, and hands it on line by line.</summary>
internal sealed class LineStream : Stream
{
    private readonly MemoryStream pending = new();

    public override bool CanRead => false;

    // What was handed on cannot be changed any more.
    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether what was written since the last call is no text.</summary>
    public bool IsBinary => Pending.Contains((byte)0);

    private Span<byte> Pending => pending.GetBuffer().AsSpan(0, (int)pending.Length);

    /// <summary>The whole lines that were written since the last call.</summary>
    /// <param name="last">Whether nothing follows, so that the last line needs no end.</param>
    public string[] TakeLines(bool last = false)
    {
        var end = last ? Pending.Length : Pending.LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            return [];
        }

        var text = Encoding.UTF8.GetString(Pending[..end]);
        var rest = Pending[end..].ToArray();
        pending.SetLength(0);
        pending.Write(rest);
        return [.. text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];
    }

    public override void Write(ReadOnlySpan<byte> buffer) => pending.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => pending.Write(buffer, offset, count);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pending.Dispose();
        }

        base.Dispose(disposing);
    }
}
