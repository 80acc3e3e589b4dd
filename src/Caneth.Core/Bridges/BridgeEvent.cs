namespace Caneth.Bridges;

/// <summary>Something that happened to a bridge.</summary>
public sealed class BridgeEvent : CanEvent
{
    internal BridgeEvent(string bridge, BridgeEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Bridge = bridge;
        Kind = kind;
    }

    /// <summary>The name of the bridge.</summary>
    public string Bridge { get; }

    /// <summary>What kind of thing.</summary>
    public BridgeEventKind Kind { get; }

    /// <summary>How many frames it is about, together with those of its kind that are reported with it.</summary>
    public long Frames { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => BridgeMessages.RecommendationFor(Kind);
}
