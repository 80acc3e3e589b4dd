using System.Net.Sockets;

namespace Caneth.Links.SocketCan;

/// <summary>A socket of one CAN interface.</summary>
/// <param name="socket">A socket that is bound and does not block.</param>
internal sealed class CanSocket(Socket socket) : ICanSocket
{
    private readonly MessageBatch batch = new();
    private readonly byte[] peeked = new byte[SocketCanFrame.FdSize];

    /// <inheritdoc/>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (await socket.ReceiveAsync(peeked, SocketFlags.Peek, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new EndOfStreamException("the system closed it");
        }
    }

    /// <inheritdoc/>
    public int Receive(Span<ReceivedMessage> messages) => batch.Receive(socket.SafeHandle, messages);

    /// <summary>Hands over a frame; that the interface's queue is full (ENOBUFS) is no error, and no more than that the socket's buffer is.</summary>
    public bool Send(ReadOnlySpan<byte> frame)
    {
        socket.Send(frame, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => true,
            SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => false,
            _ => throw new SocketException((int)error),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
