namespace Caneth.Links.Streams;

/// <summary>How a connection of bytes is opened, again and again.</summary>
internal interface IStreamConnector
{
    /// <summary>Opens one.</summary>
    /// <param name="timeout">How long that may take.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="LinkException">There is none to be had; the message says why, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<IByteStream> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
