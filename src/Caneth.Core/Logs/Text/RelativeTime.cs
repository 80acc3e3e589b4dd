namespace Caneth.Logs.Text;

/// <summary>Times of formats that hold either the clock's or those since some start, and do not say which.</summary>
internal static class RelativeTime
{
    // Three years: no recording lasts so long, and no clock that was set is so early.
    private const long LongestRelative = 100_000_000L * 1_000_000_000;

    /// <summary>The moment of a time in nanoseconds; a small one counts from the start given.</summary>
    public static Timestamp ToTimestamp(long time, Timestamp start, LogTimes times) =>
        time is < LongestRelative and > -LongestRelative ? times.Add(start, time) : new Timestamp(time);
}
