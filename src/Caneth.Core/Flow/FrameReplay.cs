namespace Caneth.Flow;

/// <summary>
/// Hands frames on at the pace at which they were recorded, at a factor of it, or as fast as the receiver takes them. Each
/// frame has its own absolute time, so that nothing adds up. Its thread should do nothing else.
/// </summary>
/// <param name="speed">1 for the original timing, 2 for twice as fast, and so on; 0 for as fast as they are taken.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <param name="maxGap">The longest wait between two frames; null for as long as the log has it.</param>
/// <exception cref="ArgumentOutOfRangeException">The speed is negative or no number.</exception>
public sealed class FrameReplay(double speed, TimeProvider? time = null, TimeSpan? maxGap = null)
{
    // Whoever waits for less does not wonder.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    private readonly FramePacer pacer = new(speed, maxGap);
    private readonly DeadlineClock clock = new(time ?? TimeProvider.System);
    private long sent;

    /// <summary>Takes a frame at its time.</summary>
    /// <param name="frame">The frame.</param>
    public delegate void Receiver(in CanFrame frame);

    /// <summary>Waits as long as a frame cannot be taken, during which time stands still.</summary>
    /// <param name="frame">The frame, at its time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was anything to wait for.</returns>
    public delegate bool Gate(in CanFrame frame, CancellationToken cancellationToken);

    /// <summary>Holds everything up as long as a frame cannot be taken; null where that never is.</summary>
    public Gate? Hold { get; init; }

    /// <summary>Called before a wait of more than a minute, with how long it will take.</summary>
    public Action<TimeSpan>? WaitingLong { get; init; }

    /// <summary>How many frames were handed on so far; may be asked by any thread.</summary>
    public long FramesSent => Interlocked.Read(ref sent);

    /// <summary>How late frames were handed on; nothing is counted at speed 0. To be read when nothing is played.</summary>
    public LatenessHistogram Lateness { get; } = new();

    /// <summary>
    /// When the frame that is being handed on is due, as a timestamp of the clock; 0 where it is due whenever it is taken. For the
    /// receiver.
    /// </summary>
    public long DueTimestamp { get; private set; }

    /// <summary>How often the times of the frames went back, or came back from there, so that they were counted anew.</summary>
    public long StepsBack => pacer.StepsBack;

    /// <summary>How many frames had times that were out of place; they went with their neighbours.</summary>
    public long Outliers => pacer.Outliers;

    /// <summary>How many gaps were longer than they may be, and were shortened.</summary>
    public long GapsShortened => pacer.GapsShortened;

    /// <summary>How long it was held up.</summary>
    public TimeSpan Held { get; private set; }

    /// <summary>
    /// Plays frames. The first follows at once, or a while after the last of those played before; the others follow it at their
    /// own times. Where the times leap, because a clock was set or one frame is out of place, the rhythm goes on.
    /// </summary>
    /// <param name="frames">The frames; read as they are played, and one ahead.</param>
    /// <param name="pause">How long after the last frame played before the first follows.</param>
    /// <param name="receiver">Takes each frame at its time. While it does not return, time goes on.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Play(IEnumerable<CanFrame> frames, TimeSpan pause, Receiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(receiver);
        pacer.BeginAgain(FramesSent > 0 ? pause : clock.Now);
        foreach (var (frame, due) in pacer.Schedule(frames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (speed > 0)
            {
                WaitFor(frame, due, cancellationToken);
            }
            else
            {
                _ = Hold?.Invoke(frame, cancellationToken);
            }

            receiver(frame);
            Interlocked.Increment(ref sent);
        }
    }

    private void WaitFor(in CanFrame frame, TimeSpan due, CancellationToken cancellationToken)
    {
        if (WaitingLong is not null && due - clock.Now > LongWait)
        {
            WaitingLong(due - clock.Now);
        }

        clock.WaitUntil(due, cancellationToken);
        if (Hold?.Invoke(frame, cancellationToken) == true)
        {
            var held = clock.Now - due;
            Held += held;
            pacer.Shift(held);
            due = pacer.Due;
        }

        DueTimestamp = clock.TimestampAt(due);
        Lateness.Add(clock.Now - due);
    }
}
