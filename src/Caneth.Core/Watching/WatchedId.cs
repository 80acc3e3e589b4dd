using Caneth.Statistics;

namespace Caneth.Watching;

/// <summary>An id of a watched bus: what came of it, how often it comes now, and when each of its bytes changed.</summary>
/// <param name="first">What is known when it is seen first.</param>
/// <param name="now">When that is.</param>
internal sealed class WatchedId(FrameStatistics first, DateTimeOffset now)
{
    private static readonly TimeSpan FreshTime = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan FadingTime = TimeSpan.FromSeconds(1.6);
    private static readonly TimeSpan RateTime = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset?[] changed = new DateTimeOffset?[CanData.MaxLength];
    private long countBefore = first.Count;
    private DateTimeOffset rateSince = now;

    /// <summary>What came of it.</summary>
    public FrameStatistics Statistics { get; private set; } = first;

    /// <summary>How many frames came in the last second; null before one is over.</summary>
    public double? Rate { get; private set; }

    /// <summary>When its data changed last; null where it has not.</summary>
    public DateTimeOffset? Changed { get; private set; }

    /// <summary>Takes in what is known now.</summary>
    public void Update(FrameStatistics statistics, DateTimeOffset now)
    {
        var (before, after) = (Statistics.Frame.Data, statistics.Frame.Data);
        for (var place = 0; place < after.Count; place++)
        {
            if (place >= before.Count || after[place] != before[place])
            {
                Changed = changed[place] = now;
            }
        }

        Statistics = statistics;
        if (now - rateSince is var time && time >= RateTime)
        {
            Rate = (statistics.Count - countBefore) / time.TotalSeconds;
            (countBefore, rateSince) = (statistics.Count, now);
        }
    }

    /// <summary>How a byte of the data looks.</summary>
    /// <param name="place">Its place, from 0.</param>
    /// <param name="now">When.</param>
    public TextTone ToneOf(int place, DateTimeOffset now) => changed[place] is not { } when ? TextTone.Plain
        : now - when < FreshTime ? TextTone.Fresh
        : now - when < FadingTime ? TextTone.Fading
        : TextTone.Plain;
}
