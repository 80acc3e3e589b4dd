namespace Caneth.Flow;

/// <summary>
/// When each frame of a log is due, counted from the beginning of its playing. Frames keep the distances that they have in the
/// log, each by its own absolute time, so that nothing adds up; where the times of the log leap, the rhythm goes on.
/// </summary>
/// <remarks>
/// Logs are not always in order. A frame from the recent past, as logs of several channels have it, goes with the one before it.
/// A single frame whose time is out of place goes with its neighbours. Times that go back and stay there are of a clock that was set,
/// or of another log: from there on they are counted anew, and also where they come back to where they had been.
/// </remarks>
/// <param name="speed">1 for the original timing, 2 for twice as fast, and so on; 0 to let every frame be due at once.</param>
/// <param name="maxGap">The longest wait between two frames, as it is played; null for as long as the log has it.</param>
/// <exception cref="ArgumentOutOfRangeException">The speed is negative or no number.</exception>
internal sealed class FramePacer(double speed, TimeSpan? maxGap = null)
{
    /// <summary>A time that leaps by more, and whose neighbours do not, is out of place.</summary>
    private static readonly TimeSpan Leap = TimeSpan.FromMilliseconds(100);

    /// <summary>Times that go back by more are of a clock that was set.</summary>
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(1);

    // Of a log that begins in 1678 and ends in 2262, at a millionth of the speed, nobody sees the end.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    private readonly double speed = speed >= 0 && double.IsFinite(speed) ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be 0 (as fast as possible) or a positive factor.");

    private Anchor anchor;
    private Anchor? former;
    private Timestamp latest;
    private bool begun;

    /// <summary>When the frame asked for last is due.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>How often the times of the log went back, or came back from there.</summary>
    public long StepsBack { get; private set; }

    /// <summary>How many frames had times that were out of place.</summary>
    public long Outliers { get; private set; }

    /// <summary>How many gaps were longer than they may be, and were shortened.</summary>
    public long GapsShortened { get; private set; }

    /// <summary>Begins another log, or the same again: its first frame is due a while after the last.</summary>
    public void BeginAgain(TimeSpan pause)
    {
        begun = false;
        former = null;
        Due += pause;
    }

    /// <summary>Lets all that follows be due later, because nothing could be played for a while.</summary>
    public void Shift(TimeSpan later)
    {
        Due += later;
        anchor = anchor with { Due = anchor.Due + later };
        former = former is { } old ? old with { Due = old.Due + later } : null;
    }

    /// <summary>Frames, and when each is due.</summary>
    /// <param name="frames">The frames, in order; read as they are asked for, and one ahead.</param>
    /// <returns>Frames to enumerate once.</returns>
    public IEnumerable<(CanFrame Frame, TimeSpan Due)> Schedule(IEnumerable<CanFrame> frames)
    {
        using var rest = frames.GetEnumerator();
        for (var more = rest.MoveNext(); more;)
        {
            var frame = rest.Current;
            more = rest.MoveNext();
            yield return (frame, speed == 0 ? Due : Next(frame.Timestamp, more ? rest.Current.Timestamp : null));
        }
    }

    /// <summary>When a frame is due; to be asked of each frame, in order.</summary>
    /// <param name="time">Its time in the log.</param>
    /// <param name="following">The time of the frame after it; null where there is none.</param>
    /// <returns>When it is due, counted from the beginning of the playing; never before the one before it.</returns>
    public TimeSpan Next(Timestamp time, Timestamp? following)
    {
        if (!begun)
        {
            begun = true;
            anchor = new(time, Due);
            latest = time;
        }
        else if (following is { } next && StandsOut(time, next))
        {
            Outliers++;
        }
        else if (Between(latest, time) < -StepBack)
        {
            StepsBack++;
            former = anchor;
            anchor = new(time, Due);
            latest = time;
        }
        else
        {
            Advance(time);
        }

        return Due;
    }

    private void Advance(Timestamp time)
    {
        var due = DueAt(anchor, time);
        if (former is { } old && Between(latest, time) > StepBack && (DueAt(old, time) - Due).Duration() * speed <= StepBack)
        {
            // The clock was set right again.
            StepsBack++;
            former = null;
            anchor = old;
            due = DueAt(old, time);
        }
        else if (due - Due > maxGap)
        {
            GapsShortened++;
            due = Due + maxGap.Value;
            anchor = new(time, due);
            former = null;
        }

        Due = due > Due ? due : Due;
        latest = time > latest ? time : latest;
    }

    private bool StandsOut(Timestamp time, Timestamp following)
    {
        var leap = Between(latest, time);
        var rest = Between(latest, following);
        return leap > Leap ? rest >= -Leap && rest < leap / 2 && leap - rest > Leap
            : leap < -StepBack && rest >= -StepBack;
    }

    private TimeSpan DueAt(in Anchor from, Timestamp time)
    {
        var wanted = Between(from.Time, time).Ticks / speed;
        return from.Due + (wanted < Longest.Ticks ? TimeSpan.FromTicks((long)Math.Max(wanted, -Longest.Ticks)) : Longest);
    }

    // Between the ends of what 64 bits of nanoseconds can say there is more than they can say.
    private static TimeSpan Between(Timestamp from, Timestamp to) =>
        TimeSpan.FromTicks((long)(((Int128)to.Nanoseconds - from.Nanoseconds) / TimeSpan.NanosecondsPerTick));

    /// <summary>A frame's time in the log, and when it is due.</summary>
    private readonly record struct Anchor(Timestamp Time, TimeSpan Due);
}
