using Caneth.Flow;

namespace Caneth.Recording;

/// <summary>The events of a recording. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="recording">The name of the recording.</param>
/// <param name="time">The clock.</param>
internal sealed class RecordingEventLog(string recording, TimeProvider time) : EventLog<RecordingEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 30, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 16);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="error">The failure that caused it.</param>
    public void Add(RecordingEventKind kind, EventLevel level, string message, Exception? error = null) =>
        Append(new(recording, kind, level, VisibleText.Of(message)) { Error = error }, kind, frames: 0);

    /// <inheritdoc/>
    protected override RecordingEvent? HeldBack(RecordingEvent happened) => null;

    /// <inheritdoc/>
    protected override RecordingEvent SumUp(RecordingEvent happened, Repeated<RecordingEvent> repeated) =>
        CanEvent.Changed(base.SumUp(happened, repeated), copy => copy.Count = repeated.Times);
}
