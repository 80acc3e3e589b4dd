namespace Caneth.Recording;

/// <summary>Something that happened to a recording.</summary>
public sealed class RecordingEvent : CanEvent
{
    internal RecordingEvent(string recording, RecordingEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Recording = recording;
        Kind = kind;
    }

    /// <summary>The name of the recording.</summary>
    public string Recording { get; }

    /// <summary>What kind of thing.</summary>
    public RecordingEventKind Kind { get; }

    /// <summary>The failure that caused it, if any.</summary>
    public Exception? Error { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => RecordingMessages.RecommendationFor(this);

    /// <summary>
    /// How many things of the kind it summarizes: 1, or more where many came in a short time and are reported together.
    /// </summary>
    public long Count { get; internal set; } = 1;
}
