using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>
/// The events of a session. Of warnings that come again and again the first are warnings, the others information, and a warning sums
/// them up from time to time.
/// </summary>
/// <param name="device">The name of the session.</param>
/// <param name="clock">The time of events.</param>
/// <param name="time">The clock by which repeated warnings are summed up.</param>
internal sealed class SessionEventLog(string device, SessionClock clock, TimeProvider time) : EventLog<SessionEvent>(time, Policy, () => clock.Now)
{
    /// <summary>
    /// How many frames the events kept may hold together; a link that breaks all night would fill the memory with them.
    /// </summary>
    public const int FrameCapacity = 50_000;

    private static readonly RepeatPolicy Policy = new(
        AtOnce: 2, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromMinutes(1), MaxKinds: 256);

    private readonly Queue<LinkedListNode<SessionEvent>> withFrames = new();
    private int framesKept;

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="error">The failure that caused it.</param>
    /// <param name="frames">The frames it is about, where they are known one by one.</param>
    /// <param name="subject">To whom it happened, where several are of a kind.</param>
    /// <param name="frameCount">How many frames it is about, where they are not known one by one.</param>
    public void Add(SessionEventKind kind, EventLevel level, string message,
        CanSessionException? error = null, IReadOnlyList<CanFrame>? frames = null, string subject = "", long frameCount = 0) => Append(
            new(device, kind, level, VisibleText.Of(message)) { Error = error, Frames = frames ?? [] },
            level == EventLevel.Warning ? (kind, subject) : null,
            frames?.Count ?? frameCount);

    /// <inheritdoc/>
    protected override SessionEvent HeldBack(SessionEvent happened) => CanEvent.Changed(happened, copy => copy.Level = EventLevel.Information);

    /// <inheritdoc/>
    protected override SessionEvent Summary(SessionEvent happened) => CanEvent.Changed(happened, copy => (copy.Error, copy.Frames) = (null, []));

    /// <inheritdoc/>
    protected override void Kept(LinkedListNode<SessionEvent> place)
    {
        if (place.Value.Frames.Count > 0)
        {
            withFrames.Enqueue(place);
            framesKept += place.Value.Frames.Count;
        }

        while (framesKept > FrameCapacity && withFrames.Count > 1)
        {
            var oldest = withFrames.Dequeue();
            framesKept -= oldest.Value.Frames.Count;
            oldest.Value = CanEvent.Changed(oldest.Value, copy => copy.Frames = []);
        }
    }
}
