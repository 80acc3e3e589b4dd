using Caneth.Flow;

namespace Caneth.Links;

/// <summary>What a session lends to its links: the name of its frames, the time, and an ear.</summary>
/// <param name="time">The clock and the timers.</param>
/// <param name="receivedAt">Gives the time of what has just been received.</param>
/// <param name="notify">Takes in what a person may want to know.</param>
public sealed class LinkContext(TimeProvider time, Func<Timestamp> receivedAt, Action<LinkNotice> notify)
{
    /// <summary>The device of received frames: the name of the session, which is known once it has its connector.</summary>
    public string? Device { get; internal set; }

    /// <summary>Where links count, for all of the session's together.</summary>
    internal Tally<LinkCounter> Counters { get; set; } = new();

    /// <summary>The clock and the timers.</summary>
    public TimeProvider TimeProvider => time;

    /// <summary>The time of what has just been received; to be asked once for what came together.</summary>
    /// <returns>The time, which never runs backwards within a connection.</returns>
    public Timestamp ReceivedAt() => receivedAt();

    /// <summary>Counts what came and is not a frame, or what it came in.</summary>
    /// <param name="counter">What.</param>
    /// <param name="more">How many more.</param>
    public void Count(LinkCounter counter, long more) => Counters.Add(counter, more);

    /// <summary>Tells what a person may want to know.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="message">What happened, in words.</param>
    public void Notify(LinkNoticeKind kind, string message) => notify(new(kind, message));
}
