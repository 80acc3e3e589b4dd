namespace Caneth.Transmission;

/// <summary>Something that happened to a transmission.</summary>
public sealed class TransmissionEvent : CanEvent
{
    internal TransmissionEvent(string transmission, TransmissionEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Transmission = transmission;
        Kind = kind;
    }

    /// <summary>The name of the transmission.</summary>
    public string Transmission { get; }

    /// <summary>What kind of thing.</summary>
    public TransmissionEventKind Kind { get; }

    /// <summary>The failure that caused it, if any.</summary>
    public Exception? Error { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => TransmissionMessages.RecommendationFor(this);

    /// <summary>
    /// How many cycles it is about, together with those of its kind that came in a short time and are reported with it.
    /// </summary>
    public long Cycles { get; internal set; }
}
