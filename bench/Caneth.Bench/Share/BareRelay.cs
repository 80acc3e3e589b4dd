using System.Net;
using System.Net.Sockets;

namespace Caneth.Bench;

/// <summary>Copies what comes from one of two ports to the other, both ways, with a thread for each: the least that somebody between them costs.</summary>
internal sealed class BareRelay : IDisposable
{
    private readonly Socket[] sockets;
    private readonly List<Thread> threads = [];

    /// <param name="ports">The two ports.</param>
    public BareRelay(int[] ports)
    {
        sockets = [.. ports.Select(Connect)];
        threads.AddRange([new(() => Copy(sockets[0], sockets[1])), new(() => Copy(sockets[1], sockets[0]))]);
        threads.ForEach(thread => thread.Start());
    }

    public void Dispose()
    {
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        threads.ForEach(thread => thread.Join());
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (from.Receive(buffer) is > 0 and var count)
            {
                to.Send(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
    }
}
