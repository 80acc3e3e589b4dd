namespace Caneth.Logs;

/// <summary>The content of a log as a stream; where it is damaged, reading fails.</summary>
/// <param name="input">The log; disposed of with this.</param>
internal sealed class LogInputStream(LogInput input) : ReadOnlyStream
{
    public override bool CanSeek => input.CanSeek;

    public override long Length => CanSeek ? input.Length : base.Length;

    public override long Position
    {
        get => CanSeek ? input.Place : base.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer)
    {
        var count = input.Read(buffer);
        return count == 0 && !buffer.IsEmpty && input.TakeProblem() is { } problem
            ? throw new InvalidDataException($"{input.DisplayName}: {problem}.")
            : count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var place = CanSeek ? PlaceOf(this, offset, origin) : base.Seek(offset, origin);
        input.GoTo(place);
        return place;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
