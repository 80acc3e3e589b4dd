namespace Caneth.Publishing;

/// <summary>Something that happened to a writer.</summary>
public sealed class WriterEvent : CanEvent
{
    internal WriterEvent(string writer, WriterEventKind kind, EventLevel level, string message, Exception? error = null)
        : base(level, message)
    {
        Writer = writer;
        Kind = kind;
        Error = error;
    }

    /// <summary>The name of the writer.</summary>
    public string Writer { get; }

    /// <summary>What kind of thing.</summary>
    public WriterEventKind Kind { get; }

    /// <summary>How many frames it is about, together with those of its kind that are reported with it.</summary>
    public long Frames { get; internal set; }

    /// <summary>The failure; null where there was none.</summary>
    public Exception? Error { get; }

    /// <inheritdoc/>
    public override string? Recommendation => (Error as CanException)?.Recommendation ?? WriterMessages.RecommendationFor(Kind, Level);
}
