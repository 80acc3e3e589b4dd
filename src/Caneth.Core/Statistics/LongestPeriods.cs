namespace Caneth.Statistics;

/// <summary>
/// The longest times from one frame to the next. Which of them are gaps is known in the end, when the mean is: so they are kept, as many as
/// are bounded.
/// </summary>
internal sealed class LongestPeriods
{
    /// <summary>How many are kept.</summary>
    public const int Most = 256;

    private const double NanosecondsPerSecond = 1e9;

    // The shortest of them is at its front.
    private readonly PriorityQueue<Timestamp, long> longest = new();
    private long shortest;

    /// <summary>Takes one in, if it is one of the longest.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="nanoseconds">How long it is.</param>
    public void Add(Timestamp start, long nanoseconds)
    {
        if (longest.Count < Most)
        {
            longest.Enqueue(start, nanoseconds);
        }
        else if (nanoseconds > shortest)
        {
            longest.EnqueueDequeue(start, nanoseconds);
        }
        else
        {
            return;
        }

        longest.TryPeek(out _, out shortest);
    }

    /// <summary>Those that are longer than a time, in their order: all there were, or the longest <see cref="Most"/> of them.</summary>
    /// <param name="seconds">The time.</param>
    public IReadOnlyList<FrameGap> Above(double seconds) =>
    [
        .. longest.UnorderedItems.Select(one => new FrameGap(one.Element, one.Priority / NanosecondsPerSecond))
            .Where(gap => gap.Duration > seconds).OrderBy(gap => gap.Start),
    ];
}
