namespace Caneth.Publishing;

/// <summary>Something that happened to a publisher.</summary>
public sealed class PublisherEvent : CanEvent
{
    internal PublisherEvent(string publisher, PublisherEventKind kind, EventLevel level, string message, Exception? error = null)
        : base(level, message)
    {
        Publisher = publisher;
        Kind = kind;
        Error = error;
    }

    /// <summary>The name of the publisher.</summary>
    public string Publisher { get; }

    /// <summary>What kind of thing.</summary>
    public PublisherEventKind Kind { get; }

    /// <summary>How many frames it is about, together with those of its kind that are reported with it.</summary>
    public long Frames { get; internal set; }

    /// <summary>The failure; null where there was none.</summary>
    public Exception? Error { get; }

    /// <inheritdoc/>
    public override string? Recommendation => (Error as CanException)?.Recommendation ?? PublisherMessages.RecommendationFor(Kind, Level);
}
