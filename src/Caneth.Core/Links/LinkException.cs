namespace Caneth.Links;

/// <summary>There is no link, or none any more.</summary>
public sealed class LinkException : IOException
{
    /// <summary>A failure of a kind.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What happened and what to do; of a broken connection, what the system says.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public LinkException(LinkError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public LinkError Error { get; }
}
