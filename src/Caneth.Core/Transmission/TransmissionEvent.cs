namespace Caneth.Transmission;

/// <summary>Something that happened to a transmission.</summary>
/// <param name="Number">Its place among all events of the transmission, from 1.</param>
/// <param name="Time">When.</param>
/// <param name="Transmission">The name of the transmission.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Level">How much to care.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record TransmissionEvent(
    long Number, Timestamp Time, string Transmission, TransmissionEventKind Kind, EventLevel Level, string Message)
    : CanEvent(Number, Time, Level, Message)
{
    /// <summary>The failure that caused it, if any.</summary>
    public Exception? Error { get; init; }

    /// <inheritdoc/>
    public override string? Recommendation => TransmissionMessages.RecommendationFor(this);

    /// <summary>
    /// How many cycles it is about, together with those of its kind that came in a short time and are reported with it.
    /// </summary>
    public long Cycles { get; init; }
}
