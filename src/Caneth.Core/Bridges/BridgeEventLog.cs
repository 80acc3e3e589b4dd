using Caneth.Flow;

namespace Caneth.Bridges;

/// <summary>The events of a bridge. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="bridge">The name of the bridge.</param>
/// <param name="time">The clock.</param>
internal sealed class BridgeEventLog(string bridge, TimeProvider time) : EventLog<BridgeEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 1, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 16);

    /// <summary>Adds an event about frames that do not arrive.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="frames">How many frames it is about.</param>
    public void Add(BridgeEventKind kind, string message, long frames) =>
        Append(new(bridge, kind, EventLevel.Warning, VisibleText.Of(message)) { Frames = frames }, kind, frames);

    /// <summary>Adds the event that it has ended.</summary>
    public void End(BridgeEventKind kind, EventLevel level, string message) => Append(new(bridge, kind, level, VisibleText.Of(message)), null, 0);

    /// <inheritdoc/>
    protected override BridgeEvent? HeldBack(BridgeEvent happened) => null;

    /// <inheritdoc/>
    protected override BridgeEvent SumUp(BridgeEvent happened, Repeated<BridgeEvent> repeated) =>
        CanEvent.Changed(base.SumUp(happened, repeated), copy => copy.Frames = repeated.Frames);
}
