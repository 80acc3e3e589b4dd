namespace Caneth.Links;

/// <summary>
/// How a session gets a connection, again and again: one connector a session, which outlives the connections and keeps what is learned
/// of the other side. Used by one thread at a time. One that is <see cref="IAsyncDisposable"/> is disposed of when its session has ended.
/// </summary>
public interface ICanConnector
{
    /// <summary>Where it connects to.</summary>
    CanAddress Address { get; }

    /// <summary>What its links carry.</summary>
    LinkCapabilities Capabilities { get; }

    /// <summary>By what the other side identified itself, text or bytes in hex; null where it did not.</summary>
    string? PeerIdentity { get; }

    /// <summary>Connects.</summary>
    /// <param name="timeout">How long that may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>The link; whoever gets it disposes it.</returns>
    /// <exception cref="LinkException">There is no connection to be had; the message says why, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
