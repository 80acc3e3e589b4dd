namespace Caneth.Links.Streams;

/// <summary>When something that happens again and again is reported: the first time at once, then at growing intervals.</summary>
/// <param name="time">The clock.</param>
internal sealed class ReportPace(TimeProvider time)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private TimeSpan interval;
    private long reportedAt;

    /// <summary>How long until it may be reported, zero where it may now.</summary>
    public TimeSpan DueIn => reportedAt != 0 && interval - time.GetElapsedTime(reportedAt) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    /// <summary>Notes that it was reported.</summary>
    public void Reported()
    {
        var isQuiet = reportedAt == 0 || time.GetElapsedTime(reportedAt) > LongestInterval;
        interval = isQuiet ? FirstInterval : interval * 2 > LongestInterval ? LongestInterval : interval * 2;
        reportedAt = time.GetTimestamp();
    }
}
