using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>The events of a writer. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="writer">The name of the writer.</param>
/// <param name="time">The clock.</param>
internal sealed class WriterEventLog(string writer, TimeProvider time) : EventLog<WriterEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 1, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 16);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="error">The failure.</param>
    public void Add(WriterEventKind kind, EventLevel level, string message, Exception? error = null) =>
        Append(new(writer, kind, level, VisibleText.Of(message), error), null, 0);

    /// <summary>Adds a warning that is summed up with those of its kind.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="frames">How many frames it is about.</param>
    /// <param name="error">The failure.</param>
    public void Warn(WriterEventKind kind, string message, long frames = 0, Exception? error = null) =>
        Append(new(writer, kind, EventLevel.Warning, VisibleText.Of(message), error) { Frames = frames }, kind, frames);

    /// <inheritdoc/>
    protected override WriterEvent? HeldBack(WriterEvent happened) => null;

    /// <inheritdoc/>
    protected override WriterEvent SumUp(WriterEvent happened, Repeated<WriterEvent> repeated) =>
        CanEvent.Changed(base.SumUp(happened, repeated), copy => copy.Frames = repeated.Frames);
}
