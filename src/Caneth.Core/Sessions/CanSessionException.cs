namespace Caneth.Sessions;

/// <summary>A session could not do what it was asked to.</summary>
public sealed class CanSessionException : CanException
{
    /// <summary>A failure of a kind.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What happened.</param>
    /// <param name="recommendation">What to do about it; null where nothing is to be done.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public CanSessionException(SessionError error, string message, string? recommendation = null, Exception? innerException = null)
        : base(message, recommendation, innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public SessionError Error { get; }
}
