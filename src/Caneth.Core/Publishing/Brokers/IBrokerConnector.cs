namespace Caneth.Publishing;

/// <summary>
/// How to speak with the brokers of one kind. What implements it brings the broker's client, and so lies outside the library, with a constructor
/// without parameters.
/// </summary>
public interface IBrokerConnector
{
    /// <summary>Connects once; who wants a connection again asks again.</summary>
    /// <param name="options">Where to, and as whom.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, which can be used.</returns>
    /// <exception cref="BrokerException">There is no connection; the message says why, without any secret.</exception>
    Task<IBrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellationToken);
}
