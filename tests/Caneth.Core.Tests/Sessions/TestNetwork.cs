using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Caneth.Links;
using Caneth.Links.Gateway;
using Caneth.Links.Tcp;
using Caneth.Sessions;

namespace Caneth.Tests.Sessions;

/// <summary>
/// A network in which a test says what addresses a host has and which of them answer. Those that do are the loopback address of
/// this computer.
/// </summary>
internal sealed class TestNetwork(params IPAddress[] addresses) : ITcpNetwork
{
    private readonly ConcurrentQueue<IPAddress> tried = new();
    private readonly ConcurrentDictionary<IPAddress, Func<IPEndPoint, CancellationToken, Task<Socket>>> answers = new();
    private int open;

    /// <summary>The addresses that were tried, in order.</summary>
    public IReadOnlyList<IPAddress> Tried => [.. tried];

    /// <summary>Attempts that are under way, and sockets of theirs that were handed over after they were given up.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>An address that swallows what is sent to it: nobody answers until the attempt is given up.</summary>
    public TestNetwork Silent(IPAddress address) => Answers(address, async (_, cancellation) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        throw new InvalidOperationException("Not reached: the delay ends by being given up alone.");
    });

    /// <summary>An address that refuses the connection, or fails in another way.</summary>
    public TestNetwork Fails(IPAddress address, SocketError error = SocketError.ConnectionRefused) =>
        Answers(address, (_, _) => Task.FromException<Socket>(new SocketException((int)error)));

    /// <summary>An address that answers as the test says.</summary>
    public TestNetwork Answers(IPAddress address, Func<IPEndPoint, CancellationToken, Task<Socket>> answer)
    {
        answers[address] = answer;
        return this;
    }

    /// <summary>An address that answers again as this computer does.</summary>
    public TestNetwork Answers(IPAddress address)
    {
        answers.TryRemove(address, out _);
        return this;
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(addresses);

    public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        tried.Enqueue(endPoint.Address);
        Interlocked.Increment(ref open);
        try
        {
            return await (answers.TryGetValue(endPoint.Address, out var answer)
                ? answer(endPoint, cancellationToken)
                : TcpNetwork.Instance.ConnectAsync(new(IPAddress.Loopback, endPoint.Port), cancellationToken));
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}

internal static class TestNetworkExtensions
{
    /// <summary>The options of a session with the same gateway, found and reached over a network of the test.</summary>
    public static SessionOptions Through(this SessionOptions options, ITcpNetwork network) => options with
    {
        Connector = context => new GatewayConnector(new(CanAddress.Tcp, options.HostName, options.Port), new(), context, network),
    };
}
