using System.Net;
using System.Net.Sockets;
using Caneth.Testing;
using Caneth.Links.Gateway;

namespace Caneth.Bench;

/// <summary>The other side of a connection: plain blocking sockets on threads of their own, as fast as they go.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Socket listener = Loopback.Listen(backlog: 200);
    private readonly List<Socket> clients = [];
    private volatile bool stopping;
    private long received;

    private Peer(Action<Peer, Socket> serve) => new Thread(() => Accept(serve)) { IsBackground = true }.Start();

    public int Port => listener.Port();

    public long FramesReceived => Interlocked.Read(ref received) / FrameCodec.FrameSize;

    /// <summary>Sends frames of eight ids without end.</summary>
    public static Peer Blaster() => new(static (peer, socket) =>
    {
        var bytes = Frames(5040);
        while (!peer.stopping)
        {
            socket.Send(bytes);
        }
    });

    /// <summary>Reads and counts.</summary>
    public static Peer Sink() => new(static (peer, socket) =>
    {
        var buffer = new byte[256 * 1024];
        while (socket.Receive(buffer) is > 0 and var count)
        {
            Interlocked.Add(ref peer.received, count);
        }
    });

    /// <summary>Sends back what it gets.</summary>
    public static Peer Echo() => new(static (_, socket) =>
    {
        var buffer = new byte[64 * 1024];
        while (socket.Receive(buffer) is > 0 and var count)
        {
            socket.Send(buffer.AsSpan(0, count));
        }
    });

    public static byte[] Frames(int count) => NumberedFrames.Encode(
        [.. Enumerable.Range(0, count).Select(index => new CanFrame((uint)(0x120 + index % 8), [(byte)index, 2, 3, 4, 5, 6, 7, 8]))]);

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, Port);
        return socket;
    }

    public void Dispose()
    {
        stopping = true;
        listener.Dispose();
        lock (clients)
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private void Accept(Action<Peer, Socket> serve)
    {
        try
        {
            while (true)
            {
                var socket = listener.Accept();
                socket.NoDelay = true;
                lock (clients)
                {
                    clients.Add(socket);
                }

                new Thread(() => Serve(serve, socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(Action<Peer, Socket> serve, Socket socket)
    {
        try
        {
            serve(this, socket);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has gone.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
