using System.Net.Sockets;
using Caneth.Links.Streams;

namespace Caneth.Links.Tcp;

/// <summary>
/// Connects to a port of a host, or to what else carries bytes, again and again, lets the wire greet the other side, and makes the link. It keeps what was learned of the
/// other side.
/// </summary>
internal class WireConnector : ICanConnector
{
    private readonly IStreamConnector streams;
    private readonly Wire wire;
    private readonly StreamReport report;

    /// <param name="address">The host and the port.</param>
    /// <param name="wire">How frames are written, and what is said before.</param>
    /// <param name="context">What the session lends.</param>
    /// <param name="network">The network; that of this computer where none is given.</param>
    public WireConnector(CanAddress address, Wire wire, LinkContext context, ITcpNetwork? network = null)
        : this(address, wire, context, new TcpConnector(address, network ?? TcpNetwork.Default, context.TimeProvider))
    {
    }

    /// <param name="address">Where the other side is.</param>
    /// <param name="wire">How frames are written, and what is said before.</param>
    /// <param name="context">What the session lends.</param>
    /// <param name="streams">Opens the connections.</param>
    public WireConnector(CanAddress address, Wire wire, LinkContext context, IStreamConnector streams)
    {
        Address = address;
        Context = context;
        this.wire = wire;
        this.streams = streams;
        report = new(address.ToString(), wire, context);
    }

    /// <inheritdoc/>
    public CanAddress Address { get; }

    /// <inheritdoc/>
    public LinkCapabilities Capabilities => wire.Capabilities;

    /// <inheritdoc/>
    public string? PeerIdentity => report.Identity;

    /// <summary>What the session lends.</summary>
    protected LinkContext Context { get; }

    /// <inheritdoc/>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, Context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        var stream = await streams.ConnectAsync(timeout, cancellationToken).ConfigureAwait(false);
        ICanLink? link = null;
        try
        {
            await wire.GreetAsync(new(stream, Address.ToString(), Context.TimeProvider), either.Token).ConfigureAwait(false);
            link = CreateLink(stream);
            return link;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw StreamMessages.NotGreeted(Address.ToString(), Capabilities.Carrier, timeout, exception);
        }
        catch (Exception exception) when (exception is SocketException or (IOException and not LinkException))
        {
            throw StreamMessages.EndedWhileGreeting(Address.ToString(), Capabilities.Carrier, exception);
        }
        finally
        {
            if (link is null)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>Makes the link of one connection.</summary>
    protected virtual ICanLink CreateLink(IByteStream stream) => CreateLink(stream, wire);

    /// <summary>Makes the link of one connection.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="wireOfLink">A wire that knows what belongs to this connection alone.</param>
    protected StreamLink CreateLink(IByteStream stream, Wire wireOfLink) => new(stream, wireOfLink, Address.ToString(), report, Context);
}
