using Caneth.Binding;

namespace Caneth.Commands;

/// <summary>Which frames of a log are wanted: by id, and from one time to before another.</summary>
internal sealed class LogFilter(IdFilter[]? ids, IdFilter[]? excluded, LogTime? after, LogTime? before)
{
    private readonly FrameFilter filter = new FrameFilter(ids).Except(excluded ?? []);
    private readonly bool all = ids is null && excluded is null && after is null && before is null;
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

    /// <summary>
    /// Whether nothing that follows is wanted: times were in order so far, and have been past the end for a while, by more than any disorder.
    /// </summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether a frame is wanted; to be asked of every frame of the log, from the first on.</summary>
    public bool Matches(in CanFrame frame)
    {
        if (all)
        {
            return true;
        }

        if (!begun)
        {
            // Seconds count from the first frame of the file, whichever frames are wanted.
            begun = true;
            from = after?.In(frame.Timestamp) ?? new(long.MinValue);
            to = before?.In(frame.Timestamp) ?? new(long.MaxValue);
        }

        NoteOrder(frame.Timestamp);
        return frame.Timestamp >= from && frame.Timestamp < to && filter.Matches(frame);
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
