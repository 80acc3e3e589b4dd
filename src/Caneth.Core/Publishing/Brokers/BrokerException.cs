namespace Caneth.Publishing;

/// <summary>A broker cannot be reached, refuses, or does not answer.</summary>
public sealed class BrokerException : CanException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, without any secret.</param>
    /// <param name="innerException">Why.</param>
    /// <param name="isRefusal">Whether the broker has refused who asks, or what is asked for.</param>
    /// <param name="recommendation">What to do about it; null where nothing is known.</param>
    public BrokerException(string message, Exception? innerException = null, bool isRefusal = false, string? recommendation = null)
        : base(message, recommendation, innerException) => IsRefusal = isRefusal;

    /// <summary>Whether the broker has refused who asks, or what is asked for: asking again changes nothing.</summary>
    public bool IsRefusal { get; }
}
