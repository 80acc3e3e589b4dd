using System.Net.Sockets;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>Stands between a client and a broker, and can be cut: then nothing goes through, either way, and nobody is told.</summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly Socket listener = Loopback.Listen();
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private volatile TaskCompletionSource through = Open();

    public CuttingRelay(int target)
    {
        this.target = target;
        _ = AcceptAsync();
    }

    public int Port => listener.Port();

    public void Cut() => through = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Join() => through.TrySetResult();

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
        ending.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var broker = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await through.Task.WaitAsync(ending.Token);
                await broker.ConnectAsync("127.0.0.1", target, ending.Token);
                await Task.WhenAny(CopyAsync(client, broker), CopyAsync(broker, client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // One of both has gone.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, ending.Token) is > 0 and var length)
        {
            await through.Task.WaitAsync(ending.Token);
            for (var sent = 0; sent < length;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), ending.Token);
            }
        }
    }
}
