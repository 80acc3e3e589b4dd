namespace Caneth.Sessions;

/// <summary>
/// The time of received frames: a monotonic clock, anchored to UTC at each connection, and anew when the two have drifted apart,
/// because the computer slept or its clock was set. Within a connection it never runs backwards.
/// </summary>
/// <param name="time">The clock of this computer.</param>
internal sealed class SessionClock(TimeProvider time)
{
    /// <summary>How far apart the two may drift: more than a clock is ever slewed in small steps between two looks.</summary>
    public static readonly TimeSpan MaxDrift = TimeSpan.FromSeconds(1);

    // Between two readings of clocks a busy computer may do something else.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    private Anchor anchor = new(time.GetTimestamp(), time.GetUtcNow());
    private TimeSpan reportedDrift;
    private long lastFrameAt;

    /// <summary>
    /// Raised when the two had drifted apart: by how much UTC was ahead, and whether the time of frames follows it at once or, since
    /// it would run backwards, with the next connection.
    /// </summary>
    public event Action<TimeSpan, bool>? Drifted;

    /// <summary>The time now.</summary>
    public Timestamp Now => Volatile.Read(ref anchor).At(time, time.GetTimestamp());

    /// <summary>How long ago the last frames were received; null where none were.</summary>
    public TimeSpan? SinceLastFrame => Volatile.Read(ref lastFrameAt) is not 0 and var last ? time.GetElapsedTime(last) : null;

    /// <summary>Notes that frames were received.</summary>
    public void NoteFrames() => Volatile.Write(ref lastFrameAt, time.GetTimestamp());

    /// <summary>Begins a connection: from now on its time is UTC as this computer knows it.</summary>
    public void ConnectionBegins()
    {
        var drift = Drift();
        Volatile.Write(ref anchor, new(time.GetTimestamp(), time.GetUtcNow()));
        var reported = reportedDrift;
        reportedDrift = TimeSpan.Zero;
        if ((drift - reported).Duration() > MaxDrift)
        {
            Drifted?.Invoke(drift, true);
        }
    }

    /// <summary>Looks whether the two have drifted apart, once for each read of a connection, and gives the time.</summary>
    public Timestamp Look()
    {
        var drift = Drift();
        if ((drift - reportedDrift).Duration() > MaxDrift)
        {
            Follow(drift);
        }

        return Now;
    }

    private void Follow(TimeSpan drift)
    {
        var ahead = drift > TimeSpan.Zero;
        if (ahead)
        {
            Volatile.Write(ref anchor, new(time.GetTimestamp(), time.GetUtcNow()));
        }

        var change = drift - reportedDrift;
        reportedDrift = ahead ? TimeSpan.Zero : drift;
        Drifted?.Invoke(change, ahead || drift.Duration() <= MaxDrift);
    }

    /// <summary>How far UTC is ahead of the time of frames.</summary>
    private TimeSpan Drift()
    {
        while (true)
        {
            var now = time.GetTimestamp();
            var drift = (Timestamp)time.GetUtcNow() - Volatile.Read(ref anchor).At(time, now);
            if (drift.Duration() <= MaxDrift || time.GetElapsedTime(now) < AtOnce)
            {
                return drift;
            }
        }
    }

    private sealed record Anchor(long Ticks, Timestamp Utc)
    {
        public Timestamp At(TimeProvider time, long ticks) => Utc + time.GetElapsedTime(Ticks, ticks);
    }
}
