namespace Caneth;

/// <summary>Something that happened to a session or a recording.</summary>
/// <param name="Number">Its place among all events of its source, from 1.</param>
/// <param name="Time">When.</param>
/// <param name="Level">How much to care.</param>
/// <param name="Message">What happened, in words.</param>
public abstract record CanEvent(long Number, Timestamp Time, EventLevel Level, string Message)
{
    /// <summary>What to do about it; null where nothing is to be done, or nothing is known.</summary>
    public abstract string? Recommendation { get; }
}
