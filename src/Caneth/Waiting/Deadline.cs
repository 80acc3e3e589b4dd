namespace Caneth.Waiting;

/// <summary>The end of a time that runs from now on.</summary>
/// <param name="time">How long; null for no limit.</param>
internal readonly struct Deadline(TimeSpan? time)
{
    private readonly long start = TimeProvider.System.GetTimestamp();

    /// <summary>The end of a time that may be infinite.</summary>
    /// <param name="time">How long; infinite for no limit.</param>
    public static Deadline After(TimeSpan time) => new(time == Timeout.InfiniteTimeSpan ? null : time);

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => time is { } limit && TimeProvider.System.GetElapsedTime(start) >= limit;

    /// <summary>How long is left, at least a millisecond; infinite without a limit.</summary>
    public TimeSpan Remaining => time is { } limit
        ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((limit - TimeProvider.System.GetElapsedTime(start)).TotalMilliseconds)))
        : Timeout.InfiniteTimeSpan;

    /// <summary>The deadline that comes first.</summary>
    /// <param name="other">Another deadline.</param>
    public Deadline Or(Deadline other) => Remaining == Timeout.InfiniteTimeSpan ? other
        : other.Remaining == Timeout.InfiniteTimeSpan || Remaining <= other.Remaining ? this
        : other;
}
