using System.Net.Sockets;

namespace Caneth.Sessions;

/// <summary>One TCP connection to a gateway: made, used and ended once.</summary>
internal sealed class GatewayConnection : IDisposable
{
    private readonly Socket socket;
    private readonly TcpAccount account;

    /// <param name="socket">A connected socket that does not block.</param>
    public GatewayConnection(Socket socket)
    {
        this.socket = socket;
        account = new(socket);
    }

    /// <summary>Bytes handed to the operating system so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes of those that the gateway's TCP has acknowledged, or null where this system does not tell.</summary>
    public long? BytesAcknowledged => account.Acknowledged(BytesWritten);

    /// <summary>Whether nothing more can come of it: it was reset, or has ended on both sides.</summary>
    public bool IsBroken => account.Ended || socket.Poll(TimeSpan.Zero, SelectMode.SelectError);

    /// <summary>Receives what is there, or waits for something.</summary>
    /// <returns>How many bytes; 0 when the gateway has closed its side.</returns>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <summary>Waits for something to receive, and leaves it there.</summary>
    /// <returns>How many bytes of it are in the buffer; 0 when the gateway has closed its side.</returns>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken);

    /// <summary>Hands bytes to the operating system without waiting.</summary>
    /// <returns>How many it took, none where its buffer is full.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = socket.Send(bytes, SocketFlags.None, out var error);
        BytesWritten += taken;
        return error is SocketError.Success or SocketError.WouldBlock ? taken : throw new SocketException((int)error);
    }

    /// <summary>Says that no more bytes will be sent, once those handed over are (FIN).</summary>
    public void ShutdownSend()
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

    public void Dispose() => socket.Dispose();
}
