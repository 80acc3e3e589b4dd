namespace Caneth.Diagnostics.Channels;

/// <summary>OBD-II did not give what it was asked for.</summary>
public sealed class ObdException : CanException
{
    internal ObdException(ObdError error, string message, string? recommendation = null)
        : base(message, recommendation, innerException: null) => Error = error;

    /// <summary>Why.</summary>
    public ObdError Error { get; }
}
