using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Caneth.Links.Streams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Incoming;

/// <summary>
/// The connection of a gateway that dialled in. Where the same gateway dials in anew, this one is replaced: what has come over it is still
/// received, then it breaks.
/// </summary>
internal sealed class IncomingStream : IByteStream
{
    private readonly Socket socket;
    private readonly TcpStream stream;
    private readonly ReceptionEnd replacement = new();
    private volatile bool isDisposed;

    /// <param name="socket">A connected socket, which is this stream's from now on.</param>
    public IncomingStream(Socket socket)
    {
        socket.Blocking = false;
        this.socket = socket;
        stream = new(socket);
    }

    /// <summary>Whether nobody has ended it.</summary>
    public bool IsOpen => !isDisposed;

    /// <inheritdoc/>
    public long BytesWritten => stream.BytesWritten;

    /// <inheritdoc/>
    public long? BytesConfirmed => stream.BytesConfirmed;

    /// <inheritdoc/>
    public bool IsBroken => replacement.HasCome || stream.IsBroken;

    /// <summary>Breaks it, because another connection of the same gateway takes its place; for any thread.</summary>
    public void Replace() => replacement.Come();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var reception = replacement.Begin(cancellationToken, out var stop);
        try
        {
            if (!replacement.HasCome)
            {
                return await stream.ReceiveAsync(buffer, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!replacement.HasCome)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What came before it was replaced is taken first.
        }

        cancellationToken.ThrowIfCancellationRequested();
        return socket.Available > 0 ? await stream.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false) : throw IncomingMessages.Replaced();
    }

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => stream.PeekAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> bytes) => replacement.HasCome ? throw IncomingMessages.Replaced() : stream.Send(bytes);

    /// <inheritdoc/>
    public void EndSending() => stream.EndSending();

    /// <inheritdoc/>
    public void Abort()
    {
        isDisposed = true;
        stream.Abort();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        stream.Dispose();
    }
}
