namespace Caneth.Replay;

/// <summary>
/// Hands frames on at the pace at which they were recorded, at a factor of it, or as fast as the receiver takes them. Each
/// frame has its own absolute time, so that nothing adds up. Its thread should do nothing else.
/// </summary>
/// <param name="speed">1 for the original timing, 2 for twice as fast, and so on; 0 for as fast as they are taken.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <exception cref="ArgumentOutOfRangeException">The speed is negative or no number.</exception>
public sealed class FrameReplay(double speed, TimeProvider? time = null)
{
    private readonly double speed = speed >= 0 && double.IsFinite(speed) ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be 0 (as fast as possible) or a positive factor.");

    private readonly DeadlineClock clock = new(time ?? TimeProvider.System);
    private TimeSpan due;
    private long sent;

    /// <summary>Takes a frame at its time.</summary>
    /// <param name="frame">The frame.</param>
    public delegate void Receiver(in CanFrame frame);

    /// <summary>How many frames were handed on so far; may be asked by any thread.</summary>
    public long FramesSent => Interlocked.Read(ref sent);

    /// <summary>How late frames were handed on; nothing is counted at speed 0. To be read when nothing is played.</summary>
    public LatenessHistogram Lateness { get; } = new();

    /// <summary>
    /// Plays frames. The first follows at once, or so long after the last of those played before; the others follow it at their
    /// own times. Logs of several channels are not always in order; a frame from the past goes with the one before it.
    /// </summary>
    /// <param name="frames">The frames; read as they are played.</param>
    /// <param name="pause">How long after the last frame played before the first follows.</param>
    /// <param name="receiver">Takes each frame at its time. While it does not return, time goes on.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Play(IEnumerable<CanFrame> frames, TimeSpan pause, Receiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(receiver);
        Timestamp? first = null;
        var begin = FramesSent == 0 ? clock.Now : due + pause;
        foreach (var frame in frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (speed > 0)
            {
                first ??= frame.Timestamp;
                var wanted = begin + (frame.Timestamp - first.Value) / speed;
                due = wanted > due ? wanted : due;
                clock.WaitUntil(due, cancellationToken);
                Lateness.Add(clock.Now - due);
            }

            receiver(frame);
            Interlocked.Increment(ref sent);
        }
    }
}
