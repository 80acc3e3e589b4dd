namespace Caneth.Links.SocketCan;

/// <summary>A socket of one CAN interface: the seam to the system. One thread at a time receives, and one other sends.</summary>
/// <remarks>What breaks is thrown as an <see cref="IOException"/> or a <see cref="System.Net.Sockets.SocketException"/>.</remarks>
internal interface ICanSocket : IDisposable
{
    /// <summary>Waits for something to receive, and leaves it there.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Takes what has come, without waiting.</summary>
    /// <param name="messages">Room for messages, at least 1.</param>
    /// <returns>How many there are; 0 where nothing has come.</returns>
    int Receive(Span<ReceivedMessage> messages);

    /// <summary>Hands over a frame without waiting.</summary>
    /// <param name="frame">The frame, as the kernel has it.</param>
    /// <returns>Whether there was room for it.</returns>
    bool Send(ReadOnlySpan<byte> frame);
}
