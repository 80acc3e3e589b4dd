using System.Net.Sockets;

namespace Caneth.Servers;

/// <summary>The connection to one client. One thread may receive while others send, whose bytes do not mix.</summary>
/// <param name="socket">A connected socket, which is its own from now on.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientSocket(Socket socket, TimeProvider time) : IDisposable
{
    /// <summary>Who takes nothing for so long has stopped, or is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Receives what is there, or waits for something.</summary>
    /// <returns>How many bytes; 0 when the client has ended.</returns>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <summary>Sends all of it.</summary>
    /// <exception cref="TimeoutException">The client took nothing for <see cref="Patience"/>.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!bytes.IsEmpty)
            {
                var sending = socket.SendAsync(bytes, SocketFlags.None, cancellationToken);
                var sent = sending.IsCompleted ? await sending.ConfigureAwait(false) : await WaitAsync(sending.AsTask(), cancellationToken).ConfigureAwait(false);
                bytes = bytes[sent..];
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Says that nothing more will be sent, so that what was is read before the end.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It is gone already.
        }
    }

    private async Task<int> WaitAsync(Task<int> sending, CancellationToken cancellationToken)
    {
        try
        {
            return await sending.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A failure that is no longer awaited counts as observed.
            _ = sending.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        turn.Dispose();
    }
}
