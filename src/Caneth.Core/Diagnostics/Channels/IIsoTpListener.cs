namespace Caneth.Diagnostics.Channels;

/// <summary>Looks at what a channel receives before others do: who asked something and waits for the answer.</summary>
internal interface IIsoTpListener
{
    /// <summary>Takes a message, on the receiving thread: it must not block.</summary>
    /// <param name="message">The message, complete or not.</param>
    /// <returns>Whether it is the listener's; what is not can be received by others.</returns>
    bool Take(IsoTpMessage message);

    /// <summary>Nothing will come of what was asked: the connection is lost, or the channel closed.</summary>
    /// <param name="why">Why.</param>
    void Fail(Exception why);
}
