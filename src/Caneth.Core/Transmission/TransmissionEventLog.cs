using Caneth.Flow;

namespace Caneth.Transmission;

/// <summary>The events of a transmission. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="transmission">The name of the transmission.</param>
/// <param name="time">The clock.</param>
internal sealed class TransmissionEventLog(string transmission, TimeProvider time)
    : EventLog<TransmissionEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 3, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 8);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="cycles">How many cycles it is about.</param>
    /// <param name="error">The failure that caused it.</param>
    public void Add(TransmissionEventKind kind, EventLevel level, string message, long cycles = 0, Exception? error = null) => Append(
        new(transmission, kind, level, VisibleText.Of(message)) { Error = error, Cycles = cycles }, kind, frames: cycles);

    /// <inheritdoc/>
    protected override TransmissionEvent? HeldBack(TransmissionEvent happened) => null;

    /// <inheritdoc/>
    protected override TransmissionEvent SumUp(TransmissionEvent happened, Repeated<TransmissionEvent> repeated) =>
        CanEvent.Changed(base.SumUp(happened, repeated), copy =>
        {
            copy.Cycles = repeated.Frames;
            copy.Level = repeated.Times > 1 && copy.Kind == TransmissionEventKind.Late ? EventLevel.Warning : copy.Level;
        });
}
