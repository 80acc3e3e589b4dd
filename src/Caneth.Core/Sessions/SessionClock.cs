namespace Caneth.Sessions;

/// <summary>The time of received frames: a monotonic clock, tied to UTC once, so that it never runs backwards.</summary>
internal sealed class SessionClock(TimeProvider time)
{
    private readonly long anchor = time.GetTimestamp();
    private readonly Timestamp anchoredAt = time.GetUtcNow();

    public Timestamp Now => anchoredAt + time.GetElapsedTime(anchor);
}
