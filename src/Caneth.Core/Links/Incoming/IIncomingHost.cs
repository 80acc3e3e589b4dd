using System.Net;

namespace Caneth.Links.Incoming;

/// <summary>Who takes gateways in that dial in; called on any thread, and must not block.</summary>
internal interface IIncomingHost
{
    /// <summary>Learns that somebody has connected, of whom it is not known yet who that is.</summary>
    void Accepted();

    /// <summary>Takes a connection, which is its own from now on.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="identity">Who that is.</param>
    /// <param name="from">From where.</param>
    void Take(IncomingStream stream, IncomingIdentity identity, IPEndPoint from);

    /// <summary>Learns that somebody was refused.</summary>
    /// <param name="message">Who, and why.</param>
    /// <param name="advice">What to do about it; null where nothing is to be done.</param>
    void Refused(string message, string? advice);

    /// <summary>Learns that a connection could not be accepted.</summary>
    /// <param name="message">Why.</param>
    void NotAccepted(string message);
}
