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
            first = Count == 0 ? frames[0].Timestamp : first;
            last = frames[^1].Timestamp;
            Count += frames.Length;
        }
    }

    public void Clear() => Count = 0;

    /// <summary>The gap as it is now; null where there is none.</summary>
    public RecordedGap? ToRecorded() => Count > 0 ? new(first, last, Count) : null;

    /// <summary>The gap in words.</summary>
    public override string ToString() => Count switch
    {
        0 => "no frame is missing",
        _ => RecordingMessages.Missing(first, last, Count),
    };
}
