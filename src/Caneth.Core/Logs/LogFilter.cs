namespace Caneth.Logs;

/// <summary>Which frames of one log are wanted: by what they are, and from one time to before another.</summary>
/// <param name="frames">Which frames.</param>
/// <param name="after">From which moment on, given the time of the first frame of the log; null from the beginning.</param>
/// <param name="before">Before which moment, given the time of the first frame of the log; null to the end.</param>
internal sealed class LogFilter(FrameFilter frames, Func<Timestamp, Timestamp>? after, Func<Timestamp, Timestamp>? before)
{
    // How far frames of several devices, or of one whose clock was corrected a little, may be out of order.
    private static readonly TimeSpan MostDisorder = TimeSpan.FromSeconds(5);

    // A single frame that is out of place, or a few, says nothing about those that follow.
    private const int FramesToBelieve = 1000;

    private bool begun;
    private int framesPast;
    private bool inOrder = true;
    private Timestamp latest = new(long.MinValue);
    private Timestamp from;
    private Timestamp to;

    /// <summary>Whether every frame is wanted.</summary>
    public bool MatchesAll { get; } = frames.MatchesAll && after is null && before is null;

    /// <summary>
    /// Whether nothing that follows is wanted: times were in order so far, and have been past the end for a while, by more than any disorder.
    /// </summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether a frame is wanted; to be asked of every frame of the log, from the first on.</summary>
    public bool Matches(in CanFrame frame)
    {
        if (MatchesAll)
        {
            return true;
        }

        if (!begun)
        {
            // Seconds count from the first frame of the file, whichever frames are wanted.
            begun = true;
            from = after?.Invoke(frame.Timestamp) ?? new(long.MinValue);
            to = before?.Invoke(frame.Timestamp) ?? new(long.MaxValue);
        }

        NoteOrder(frame.Timestamp);
        return frame.Timestamp >= from && frame.Timestamp < to && frames.Matches(frame);
    }

    private void NoteOrder(Timestamp time)
    {
        if (time >= latest)
        {
            latest = time;
            framesPast = time >= to && time - to > MostDisorder ? framesPast + 1 : 0;
            IsOver = inOrder && framesPast >= FramesToBelieve;
        }
        else if (latest - time > MostDisorder)
        {
            // The log leaps: what was asked for may come at any place.
            inOrder = false;
        }
    }
}
