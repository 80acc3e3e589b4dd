namespace Caneth.Sessions;

/// <summary>A session could not do what it was asked to; the message says what happened and what to do.</summary>
public sealed class CanSessionException : IOException
{
    /// <summary>A failure of a kind.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public CanSessionException(SessionError error, string message, Exception? innerException = null)
        : base(VisibleText.OfLines(message), innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public SessionError Error { get; }
}
