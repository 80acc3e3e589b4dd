using System.Net;
using System.Net.Sockets;

namespace Caneth.Links.Incoming;

/// <summary>Gateways that dial in at a port of this computer: finds out who each is, and hands its connection over.</summary>
internal sealed class IncomingGateways : IAsyncDisposable
{
    private readonly IdentityReader reader;
    private readonly IIncomingHost host;
    private readonly IncomingPort port;
    private readonly PendingConnections pending = new();
    private readonly CancellationTokenSource stop = new();

    /// <param name="address">The IP address and the port; 0 takes one that is free.</param>
    /// <param name="reader">Finds out who has dialled in.</param>
    /// <param name="host">Who takes them in.</param>
    /// <param name="time">The clock and the timers.</param>
    /// <exception cref="LinkException">The port is in use, or the address is none of this computer.</exception>
    public IncomingGateways(CanAddress address, IdentityReader reader, IIncomingHost host, TimeProvider time)
    {
        this.reader = reader;
        this.host = host;
        port = new(address, Accept, failure => host.NotAccepted(IncomingMessages.NotAccepted(failure)), time);
    }

    /// <summary>The port in use.</summary>
    public int Port => port.EndPoint.Port;

    /// <summary>How many connections there are of which it is not known yet who they are.</summary>
    public int ConnectionsPending => pending.Count;

    /// <summary>Begins to accept connections.</summary>
    public void Start() => port.Start();

    /// <summary>Lets nobody in any more, and ends the connections of those who have not said who they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await port.DisposeAsync().ConfigureAwait(false);
        await pending.WaitEmptyAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    private void Accept(Socket socket, IPEndPoint from)
    {
        host.Accepted();
        if (pending.Add(new(socket), from, IdentifyAsync) is { } crowdedOut)
        {
            host.Refused(IncomingMessages.Crowded(crowdedOut, PendingConnections.Most), advice: null);
        }
    }

    private async Task IdentifyAsync(IncomingStream stream, IPEndPoint from)
    {
        try
        {
            var identity = await reader.ReadAsync(stream, from, stop.Token).ConfigureAwait(false);
            host.Take(stream, identity, from);
        }
        catch (LinkException refused)
        {
            stream.Dispose();
            host.Refused(refused.Message, refused.Recommendation);
        }
        catch (Exception exception)
        {
            // One that was crowded out has been refused already.
            var isNews = stream.IsOpen && !stop.IsCancellationRequested;
            stream.Dispose();
            if (isNews)
            {
                host.Refused(IncomingMessages.NotTaken(from, exception), advice: null);
            }
        }
    }
}
