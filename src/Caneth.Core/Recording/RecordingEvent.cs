namespace Caneth.Recording;

/// <summary>Something that happened to a recording.</summary>
/// <param name="Number">Its place among all events of the recording, from 1.</param>
/// <param name="Time">When.</param>
/// <param name="Recording">The name of the recording.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Level">How much to care.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record RecordingEvent(
    long Number, Timestamp Time, string Recording, RecordingEventKind Kind, EventLevel Level, string Message)
    : CanEvent(Number, Time, Level, Message)
{
    /// <summary>The failure that caused it, if any.</summary>
    public Exception? Error { get; init; }

    /// <inheritdoc/>
    public override string? Recommendation => RecordingMessages.RecommendationFor(this);

    /// <summary>
    /// How many things of the kind it summarizes: 1, or more where many came in a short time and are reported together.
    /// </summary>
    public long Count { get; init; } = 1;
}
