using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>How long the frames of a <see cref="FrameSender"/> may wait to be sent; then they are taken back, and reported.</summary>
public sealed record SenderOptions
{
    /// <summary>
    /// How old a frame may become until it leaves; past that it is never sent, nor sent again after a break. Null, the default, as
    /// long as <see cref="SessionOptions.MaxSendAge"/> says.
    /// </summary>
    public TimeSpan? MaxAge { get; init => field = Option.NullIfInfinite(value); }

    /// <summary>
    /// How long a frame may wait while no frame of the session leaves at all, however long the queue before it is. Null, the
    /// default, without a limit.
    /// </summary>
    public TimeSpan? StallTimeout { get; init => field = Option.NullIfInfinite(value); }

    /// <summary>
    /// Whether a frame that was written and not acknowledged when the connection broke is never sent again, whatever the session does with
    /// others: it would come when nobody expects it any more. False by default.
    /// </summary>
    public bool SendAtMostOnce { get; init; }

    /// <summary>
    /// Takes in how late frames left that were posted with the moment when they should: when the operating system had them, as far as
    /// <see cref="FrameSender.FlushAsync"/> or a later post has looked at them. Null, the default, where it is not asked for.
    /// </summary>
    public LatenessHistogram? Lateness { get; init; }

    /// <summary>
    /// Is called with each frame that has left, in order, with the device, the time when it was handed to the operating system, and
    /// <see cref="CanFrame.Transmitted"/>, as far as <see cref="FrameSender.FlushAsync"/> or a later post has looked at it. A single
    /// frame is then written as with <see cref="WriteAtOnce"/>. Null, the default, where nobody asks for them.
    /// </summary>
    public Action<CanFrame>? Sent { get; init; }

    /// <summary>
    /// Whether the thread that posts a single frame writes it, too, where nothing else waits or is being written: for a frame that is sent
    /// alone it is one hand-over between threads less, for each of many a system call more. False by default.
    /// </summary>
    public bool WriteAtOnce { get; init; }

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        Option.RequireTime(MaxAge, nameof(MaxAge), TimeSpan.Zero);
        Option.RequireTime(StallTimeout, nameof(StallTimeout), TimeSpan.Zero);
    }
}
