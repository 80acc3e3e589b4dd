using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Caneth.Links.Tcp;

namespace Caneth.Testing;

/// <summary>
/// A port of this computer where nobody answers who connects. On Linux it is a listener whose queue of connections is full. Other
/// systems refuse who comes to a full queue, or have no end to their queue; there the seam between a session and the network sees to it.
/// </summary>
public sealed class UnresponsiveListener : IDisposable
{
    private const int MostWaiting = 16;
    private static readonly TimeSpan ToAnswer = TimeSpan.FromMilliseconds(50);
    private static readonly ConcurrentDictionary<int, bool> Unresponsive = new();

    // Bound all the while, so that nobody else gets the port.
    private readonly Socket listener = Loopback.Bind();
    private readonly List<Socket> waiting = [];

    static UnresponsiveListener()
    {
        if (!OperatingSystem.IsLinux())
        {
            TcpNetwork.Default = new Network();
        }
    }

    /// <summary>Makes one that does not answer any more.</summary>
    public UnresponsiveListener()
    {
        Port = listener.Port();
        if (!OperatingSystem.IsLinux())
        {
            Unresponsive[Port] = true;
            return;
        }

        listener.Listen(0);
        while (Answers())
        {
            if (waiting.Count == MostWaiting)
            {
                throw new InvalidOperationException("This system answers although the queue of connections is full.");
            }
        }
    }

    /// <summary>Where it is.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unresponsive.TryRemove(Port, out _);
        waiting.ForEach(socket => socket.Dispose());
        listener.Dispose();
    }

    private bool Answers()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        waiting.Add(socket);
        socket.Blocking = false;
        try
        {
            socket.Connect(listener.LocalEndPoint!);
        }
        catch (SocketException connecting) when (connecting.SocketErrorCode == SocketError.WouldBlock)
        {
            // It answers within microseconds, or not at all.
        }

        return socket.Poll(ToAnswer, SelectMode.SelectWrite);
    }

    /// <summary>The network of this computer, but for those ports.</summary>
    private sealed class Network : ITcpNetwork
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            TcpNetwork.Instance.ResolveAsync(host, cancellationToken);

        public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
        {
            if (Unresponsive.ContainsKey(endPoint.Port))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return await TcpNetwork.Instance.ConnectAsync(endPoint, cancellationToken);
        }
    }
}
