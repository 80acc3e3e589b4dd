using static Caneth.Amount;

namespace Caneth.Links.Streams;

/// <summary>
/// Counts and reports frames that an operating system dropped because they came faster than they were taken: the first time at once, then in
/// summaries at growing intervals. Used by one thread at a time.
/// </summary>
/// <param name="place">Where they were lost, in words: <c>the system's buffer for 'can0'</c>.</param>
/// <param name="advice">What to do about it.</param>
/// <param name="context">What the session lends.</param>
internal sealed class LostFrames(string place, string advice, LinkContext context)
{
    private readonly ReportPace pace = new(context.TimeProvider);
    private long unreported;

    /// <summary>Notes frames that were dropped.</summary>
    /// <param name="frames">How many.</param>
    public void Note(long frames)
    {
        if (frames <= 0)
        {
            return;
        }

        context.Count(LinkCounter.FramesLost, frames);
        unreported += frames;
        if (pace.DueIn == TimeSpan.Zero)
        {
            context.Notify(LinkNoticeKind.FramesLost,
                $"{Frames(unreported)} {(unreported == 1 ? "was" : "were")} lost: {place} was full. {advice}");
            unreported = 0;
            pace.Reported();
        }
    }
}
