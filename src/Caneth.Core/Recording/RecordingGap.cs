namespace Caneth.Recording;

/// <summary>The frames that a recording lost in a row, in number and by time.</summary>
internal sealed class RecordingGap
{
    private Timestamp first;
    private Timestamp last;

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<CanFrame> frames)
    {
        if (!frames.IsEmpty)
        {
            Add(frames.Length, frames[0].Timestamp, frames[^1].Timestamp);
        }
    }

    public void Add(long count, Timestamp from, Timestamp to)
    {
        first = Count == 0 ? from : first;
        last = to;
        Count += count;
    }

    public void Clear() => Count = 0;

    /// <summary>The gap in words.</summary>
    public override string ToString() => Count == 1 ? $"1 frame, of {first}, is missing" : $"{Count:N0} frames, from {first} to {last}, are missing";

    /// <summary>Moves everything to another gap.</summary>
    public void MoveTo(RecordingGap other)
    {
        if (Count > 0)
        {
            other.Add(Count, first, last);
            Clear();
        }
    }
}
