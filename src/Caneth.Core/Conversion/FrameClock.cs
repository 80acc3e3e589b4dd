namespace Caneth.Conversion;

/// <summary>A clock that shows the times of frames: what a recording does by the clock, is done by the times in a log.</summary>
/// <param name="zone">The zone of local times.</param>
internal sealed class FrameClock(TimeZoneInfo zone) : TimeProvider
{
    /// <summary>What it shows.</summary>
    public Timestamp Now { get; set; }

    public override TimeZoneInfo LocalTimeZone => zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>What it shows at the time of a frame, as <see cref="GetTimestamp"/> does: in ticks.</summary>
    public static long TimestampAt(Timestamp time)
    {
        var (ticks, rest) = Math.DivRem(time.Nanoseconds, TimeSpan.NanosecondsPerTick);
        return rest < 0 ? ticks - 1 : ticks;
    }

    public override long GetTimestamp() => TimestampAt(Now);

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
