namespace Caneth;

/// <summary>Something that happened to whatever runs: a session, a recording. It never changes.</summary>
public abstract class CanEvent
{
    private protected CanEvent(EventLevel level, string message)
    {
        Level = level;
        Message = message;
    }

    /// <summary>Its place among all events of its source, from 1.</summary>
    public long Number { get; internal set; }

    /// <summary>When.</summary>
    public Timestamp Time { get; internal set; }

    /// <summary>How much to care.</summary>
    public EventLevel Level { get; internal set; }

    /// <summary>What happened, in words.</summary>
    public string Message { get; internal set; }

    /// <summary>What to do about it; null where nothing is to be done, or nothing is known.</summary>
    public abstract string? Recommendation { get; }

    /// <summary>What happened, in words.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;

    /// <summary>Another event like this one, of which something is different.</summary>
    /// <param name="happened">The event, which stays as it is.</param>
    /// <param name="change">Changes the copy.</param>
    internal static TEvent Changed<TEvent>(TEvent happened, Action<TEvent> change)
        where TEvent : CanEvent
    {
        var copy = (TEvent)happened.MemberwiseClone();
        change(copy);
        return copy;
    }
}
