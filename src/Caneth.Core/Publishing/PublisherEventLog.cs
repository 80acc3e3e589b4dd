using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>The events of a publisher. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="publisher">The name of the publisher.</param>
/// <param name="time">The clock.</param>
internal sealed class PublisherEventLog(string publisher, TimeProvider time) : EventLog<PublisherEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 1, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 16);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="error">The failure.</param>
    public void Add(PublisherEventKind kind, EventLevel level, string message, Exception? error = null) =>
        Append(new(publisher, kind, level, VisibleText.Of(message), error), null, 0);

    /// <summary>Adds a warning that is summed up with those of its kind.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="frames">How many frames it is about.</param>
    /// <param name="error">The failure.</param>
    public void Warn(PublisherEventKind kind, string message, long frames = 0, Exception? error = null) =>
        Append(new(publisher, kind, EventLevel.Warning, VisibleText.Of(message), error) { Frames = frames }, kind, frames);

    /// <inheritdoc/>
    protected override PublisherEvent? HeldBack(PublisherEvent happened) => null;

    /// <inheritdoc/>
    protected override PublisherEvent SumUp(PublisherEvent happened, Repeated<PublisherEvent> repeated) =>
        CanEvent.Changed(base.SumUp(happened, repeated), copy => copy.Frames = repeated.Frames);
}
