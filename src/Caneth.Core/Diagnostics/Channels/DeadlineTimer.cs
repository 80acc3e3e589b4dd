namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Comes when the next deadline of a channel is over, never early; where it was armed for an earlier one that has gone it comes all the same, and the
/// channel looks again. The channel's lock guards it.
/// </summary>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="onTime">Called when it comes, on a thread of the clock.</param>
internal sealed class DeadlineTimer(ChannelClock time, Action onTime)
{
    private readonly ITimer timer = time.Provider.CreateTimer(static come => ((Action)come!)(), onTime, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private TimeSpan? armed;

    /// <summary>A time for a timer that is not to come early: these go by whole milliseconds.</summary>
    /// <param name="rest">How long it is to be at least.</param>
    public static TimeSpan AtLeast(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(rest.TotalMilliseconds) + 1));

    /// <summary>Arms it.</summary>
    /// <param name="next">The next deadline; null where there is none.</param>
    public void Arm(TimeSpan? next)
    {
        if (next is { } deadline && (armed is null || deadline < armed))
        {
            armed = deadline;
            timer.Change(AtLeast(deadline - time.Now), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Says that it has come.</summary>
    public void Disarm() => armed = null;

    /// <summary>Ends it.</summary>
    public void End() => timer.Dispose();
}
