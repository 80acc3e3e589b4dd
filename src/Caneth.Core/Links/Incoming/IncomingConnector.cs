using Caneth.Flow;
using Caneth.Links.Gateway;
using Caneth.Links.Streams;

namespace Caneth.Links.Incoming;

/// <summary>
/// Waits for the connections of one gateway that dials in: whoever listens hands them over. A new connection takes the place of the one
/// before, which may be half-open: a gateway that dials knows best that it has lost the other.
/// </summary>
internal sealed class IncomingConnector : ICanConnector
{
    private readonly Lock gate = new();
    private readonly AsyncSignal arrived = new();
    private readonly LinkContext context;
    private readonly GatewayWire wire;
    private readonly StreamReport report;
    private IncomingStream? waiting;
    private IncomingStream? served;
    private bool isOver;

    /// <param name="address">Where it dials in, and who it is.</param>
    /// <param name="settings">What it sends beside frames.</param>
    /// <param name="context">What the session lends.</param>
    public IncomingConnector(CanAddress address, LinkSettings settings, LinkContext context)
    {
        Address = address;
        this.context = context;
        wire = new(new(settings.RegistrationPacket, settings.Heartbeat), dialsIn: true);
        report = new(address.ToString(), wire, context);
    }

    /// <inheritdoc/>
    public CanAddress Address { get; }

    /// <summary>As for gateways that are dialled; but nobody is refused, and a silent connection is not renewed, since nobody can dial.</summary>
    public LinkCapabilities Capabilities => CapabilitiesOfLink;

    /// <inheritdoc/>
    public string? PeerIdentity => report.Identity;

    /// <summary>What the links of all such gateways carry.</summary>
    public static LinkCapabilities CapabilitiesOfLink { get; } = new()
    {
        Carrier = FrameCodec.Capabilities.Carrier,
        Confirmation = FrameCodec.Capabilities.Confirmation,
        Receives = FrameCodec.Capabilities.Receives,
        IsExclusive = true,
        PeerConnects = true,
        MaxFramesPerWrite = FrameCodec.Capabilities.MaxFramesPerWrite,
    };

    /// <summary>Takes the next connection, or waits for it.</summary>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        try
        {
            while (true)
            {
                if (Take() is { } stream)
                {
                    return new StreamLink(stream, wire, Address.ToString(), report, context);
                }

                await arrived.WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw IncomingMessages.NotDialled(Address, timeout, exception);
        }
    }

    /// <summary>Hands a connection over; for any thread.</summary>
    /// <param name="stream">The connection, which is the connector's from now on.</param>
    /// <returns>Whether it takes the place of one that nobody had ended.</returns>
    public bool Offer(IncomingStream stream)
    {
        IncomingStream? unserved;
        IncomingStream? before;
        lock (gate)
        {
            if (isOver)
            {
                stream.Dispose();
                return false;
            }

            (unserved, waiting) = (waiting, stream);
            before = served is { IsOpen: true } ? served : null;
        }

        unserved?.Dispose();
        before?.Replace();
        arrived.Set();
        return unserved is not null || before is not null;
    }

    /// <summary>Takes no more connections, and ends one that nobody has taken; for any thread.</summary>
    public void End()
    {
        IncomingStream? unserved;
        lock (gate)
        {
            isOver = true;
            (unserved, waiting) = (waiting, null);
        }

        unserved?.Dispose();
    }

    private IncomingStream? Take()
    {
        lock (gate)
        {
            if (waiting is not null)
            {
                (served, waiting) = (waiting, null);
                return served;
            }

            return null;
        }
    }
}
