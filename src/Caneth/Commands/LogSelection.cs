using Caneth.Binding;

namespace Caneth.Commands;

/// <summary>Which frames of a log are wanted: by id, and from one moment to before another.</summary>
internal sealed class LogSelection(IdFilter[]? ids, LogMoment? after, LogMoment? before)
{
    private readonly FrameFilter filter = new(ids ?? []);
    private readonly bool all = ids is not { Length: > 0 } && after is null && before is null;
    private bool begun;
    private Timestamp from;
    private Timestamp to;

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

        return frame.Timestamp >= from && frame.Timestamp < to && filter.Matches(frame);
    }
}
