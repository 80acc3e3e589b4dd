namespace Caneth.Diagnostics.Channels;

/// <summary>A message was not carried over J1939, or a request was not answered.</summary>
public sealed class J1939Exception : CanException
{
    internal J1939Exception(J1939Error error, string message, Exception? innerException = null)
        : base(message, J1939Texts.Advice(error), innerException) => Error = error;

    /// <summary>What went wrong.</summary>
    public J1939Error Error { get; }
}
