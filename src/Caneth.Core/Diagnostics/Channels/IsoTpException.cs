namespace Caneth.Diagnostics.Channels;

/// <summary>A message was not carried whole over ISO-TP.</summary>
public sealed class IsoTpException : CanException
{
    internal IsoTpException(IsoTpError error, string message, Exception? innerException = null)
        : base(message, ChannelMessages.Advice(error), innerException) => Error = error;

    /// <summary>What went wrong.</summary>
    public IsoTpError Error { get; }
}
