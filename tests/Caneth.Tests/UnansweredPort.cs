using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Caneth.Sessions;

namespace Caneth.Tests;

/// <summary>
/// A port of this computer where nobody answers who connects. The seam between a session and the network sees to it, since only Linux
/// can be brought to it: other systems refuse who comes to a full queue of connections, or have no end to their queue.
/// </summary>
internal sealed class UnansweredPort : IDisposable
{
    private static readonly ConcurrentDictionary<int, bool> unanswered = new();

    // Bound, so that nobody else gets the port.
    private readonly Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    static UnansweredPort() => TcpNetwork.Default = new Network();

    public UnansweredPort()
    {
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)bound.LocalEndPoint!).Port;
        unanswered[Number] = true;
    }

    /// <summary>The number of the port.</summary>
    public int Number { get; }

    public void Dispose()
    {
        unanswered.TryRemove(Number, out _);
        bound.Dispose();
    }

    /// <summary>The network of this computer, but for those ports.</summary>
    private sealed class Network : ITcpNetwork
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            TcpNetwork.Instance.ResolveAsync(host, cancellationToken);

        public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
        {
            if (unanswered.ContainsKey(endPoint.Port))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return await TcpNetwork.Instance.ConnectAsync(endPoint, cancellationToken);
        }
    }
}
