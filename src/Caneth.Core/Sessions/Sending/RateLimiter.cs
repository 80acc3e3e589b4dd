namespace Caneth.Sessions;

/// <summary>Spreads sends so that a gateway with a small buffer is not overrun: at most a number of frames a second.</summary>
/// <param name="framesPerSecond">The rate, above 0.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimiter(double framesPerSecond, TimeProvider time)
{
    // Timers wake a millisecond or more late; what that misses may follow at once. A shorter pause would be none at all.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly double most = Math.Max(1, framesPerSecond * Burst.TotalSeconds);
    private double credit = 1;
    private long countedAt = time.GetTimestamp();

    /// <summary>How many frames may leave now, 0 or more.</summary>
    public int Available
    {
        get
        {
            var now = time.GetTimestamp();
            credit = Math.Min(most, credit + framesPerSecond * time.GetElapsedTime(countedAt, now).TotalSeconds);
            countedAt = now;
            return (int)Math.Max(0, credit);
        }
    }

    /// <summary>How long until the next frame may leave.</summary>
    public TimeSpan Delay => TimeSpan.FromSeconds(Math.Max(Shortest.TotalSeconds, (1 - credit) / framesPerSecond));

    /// <summary>Counts frames that left.</summary>
    public void Consume(int frames) => credit -= frames;
}
