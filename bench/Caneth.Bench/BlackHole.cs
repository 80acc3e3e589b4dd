using System.Net;
using System.Net.Sockets;

namespace Caneth.Bench;

/// <summary>A listener whose queue of connections is full: Linux leaves whoever connects now without an answer, other systems refuse.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> filling = [];

    private BlackHole()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public static async Task<BlackHole> OpenAsync()
    {
        var hole = new BlackHole();
        while (await hole.FillAsync())
        {
        }

        return hole;
    }

    public void Dispose()
    {
        filling.ForEach(socket => socket.Dispose());
        listener.Dispose();
    }

    // Full is the backlog when a connection is not accepted any more.
    private async Task<bool> FillAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        filling.Add(socket);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));
        try
        {
            await socket.ConnectAsync(listener.LocalEndPoint!, patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
