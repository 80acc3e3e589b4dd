namespace Caneth.Links.Streams;

/// <summary>Bytes moved in both directions, in order: one connection of TCP, or what else may carry a <see cref="Wire"/>.</summary>
/// <remarks>What breaks is thrown as an <see cref="IOException"/> or a <see cref="System.Net.Sockets.SocketException"/>.</remarks>
internal interface IByteStream : IDisposable
{
    /// <summary>Bytes handed over so far.</summary>
    long BytesWritten { get; }

    /// <summary>Bytes of those that the other side has confirmed, or null where it is unknown.</summary>
    long? BytesConfirmed { get; }

    /// <summary>Whether nothing more can come of it: it was reset, or has ended on both sides.</summary>
    bool IsBroken { get; }

    /// <summary>Receives what is there, or waits for something.</summary>
    /// <returns>How many bytes; 0 when the other side has ended.</returns>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits for something to receive, and leaves it there.</summary>
    /// <returns>How many bytes of it are in the buffer; 0 when the other side has ended.</returns>
    ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Hands over bytes without waiting.</summary>
    /// <returns>How many were taken, none where there is no room.</returns>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Says that no more bytes will be sent, once those handed over are.</summary>
    void EndSending();

    /// <summary>Ends at once: nothing that is still held on this side leaves.</summary>
    void Abort();
}
