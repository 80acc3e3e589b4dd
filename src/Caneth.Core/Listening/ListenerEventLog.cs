using Caneth.Flow;

namespace Caneth.Listening;

/// <summary>The events of a listener. Where many warnings of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="listener">The name of the listener.</param>
/// <param name="time">The clock.</param>
internal sealed class ListenerEventLog(string listener, TimeProvider time) : EventLog<ListenerEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 3, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromMinutes(1), MaxKinds: 8);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="device">The name of the device that it is about.</param>
    /// <param name="advice">What to do about it.</param>
    public void Add(ListenerEventKind kind, EventLevel level, string message, string? device = null, string? advice = null) => Append(
        new(listener, kind, level, VisibleText.Of(message)) { Device = device, Advice = advice },
        level == EventLevel.Warning ? kind : null,
        frames: 0);

    /// <inheritdoc/>
    protected override ListenerEvent HeldBack(ListenerEvent happened) => CanEvent.Changed(happened, copy => copy.Level = EventLevel.Information);
}
