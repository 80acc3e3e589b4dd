namespace Caneth.Recording;

/// <summary>
/// Events of one kind: the first of many are told one by one, the rest together, at intervals that grow as long as they come.
/// </summary>
internal sealed class EventBurst(TimeProvider time)
{
    private const int OneByOne = 30;

    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    private RecordingEvent? last;
    private long lastAt;
    private long toldAt;
    private TimeSpan interval = FirstInterval;
    private int told;
    private long held;

    /// <summary>Takes an event in.</summary>
    /// <returns>What is to be told now; null where it is held back.</returns>
    public RecordingEvent? Take(RecordingEvent happened)
    {
        if (last is not null && held == 0 && time.GetElapsedTime(lastAt) > interval)
        {
            // It has been quiet: whatever comes now is news again.
            told = 0;
            interval = FirstInterval;
        }

        last = happened;
        lastAt = time.GetTimestamp();
        if (told < OneByOne)
        {
            told++;
            toldAt = lastAt;
            return happened;
        }

        held++;
        return TakeRest(all: false);
    }

    /// <summary>What was held back, as one event, where it is due.</summary>
    public RecordingEvent? TakeRest(bool all)
    {
        if (held == 0 || !all && time.GetElapsedTime(toldAt) < interval)
        {
            return null;
        }

        var rest = held == 1 ? last! : last! with { Count = held, Message = $"{last.Message} This happened {held:N0} times since it was told last." };
        held = 0;
        toldAt = time.GetTimestamp();
        interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
        return rest;
    }
}
