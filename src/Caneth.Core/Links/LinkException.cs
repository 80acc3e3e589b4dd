namespace Caneth.Links;

/// <summary>There is no link, or none any more.</summary>
public sealed class LinkException : CanException
{
    /// <summary>A failure of a kind.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What happened; of a broken connection, what the system says.</param>
    /// <param name="recommendation">What to do about it; null where nothing is to be done.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public LinkException(LinkError error, string message, string? recommendation = null, Exception? innerException = null)
        : base(message, recommendation, innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public LinkError Error { get; }
}
