namespace Caneth.Publishing;

/// <summary>
/// One connection to a broker: used until it fails, and then disposed of. It does not make itself again, since whoever uses it knows better when.
/// Topics are levels with <c>/</c> between, of letters, digits, <c>-</c> and <c>_</c>. All members are safe for all threads.
/// </summary>
public interface IBrokerConnection : IAsyncDisposable
{
    /// <summary>What happened in connecting that is good to know, such as a stream that was made; empty where nothing did.</summary>
    IReadOnlyList<string> Notices { get; }

    /// <summary>Publishes a message that must arrive.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message, which stays as it is until the task is done.</param>
    /// <param name="key">What the message is known by: a broker that can throws away one that it has already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when the broker has said that it has the message: how good that is.</returns>
    /// <exception cref="BrokerException">The broker has not, as far as is known.</exception>
    Task<BrokerReceipt> PublishAsync(string topic, ReadOnlyMemory<byte> message, string key, CancellationToken cancellationToken);

    /// <summary>Publishes a message of which the latest of its topic is wanted: the broker gives it to those who ask for the topic later, where it can.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message, which stays as it is until the task is done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when it was sent.</returns>
    /// <exception cref="BrokerException">It was not sent.</exception>
    Task PublishLatestAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Reads messages as they come.</summary>
    /// <param name="topic">The topic; a level <c>+</c> stands for any.</param>
    /// <param name="after">The place after which to begin: 0 for all that the broker has stored, null for what comes from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="BrokerException">The connection has failed, or the broker stores nothing and was asked for it.</exception>
    IAsyncEnumerable<BrokerMessage> ReadAsync(string topic, ulong? after, CancellationToken cancellationToken);
}
