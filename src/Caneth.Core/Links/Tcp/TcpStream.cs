using System.Net.Sockets;
using Caneth.Links.Streams;

namespace Caneth.Links.Tcp;

/// <summary>One TCP connection: made, used and ended once.</summary>
internal sealed class TcpStream : IByteStream
{
    private readonly Socket socket;
    private readonly TcpAcknowledgements acknowledgements;

    /// <param name="socket">A connected socket that does not block.</param>
    public TcpStream(Socket socket)
    {
        this.socket = socket;
        acknowledgements = new(socket);
    }

    /// <inheritdoc/>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes that the TCP of the other side has acknowledged, or null where this system does not say.</summary>
    public long? BytesConfirmed => acknowledgements.Acknowledged(BytesWritten);

    /// <inheritdoc/>
    public bool IsBroken => acknowledgements.Ended || socket.Poll(TimeSpan.Zero, SelectMode.SelectError);

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = socket.Send(bytes, SocketFlags.None, out var error);
        BytesWritten += taken;
        return error is SocketError.Success or SocketError.WouldBlock ? taken : throw new SocketException((int)error);
    }

    /// <summary>Says that no more bytes will be sent, once those handed over are (FIN).</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone already, which is what the caller works towards.
        }
    }

    /// <summary>Ends the connection at once (RST): nothing that the kernel still holds will be sent.</summary>
    public void Abort()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
