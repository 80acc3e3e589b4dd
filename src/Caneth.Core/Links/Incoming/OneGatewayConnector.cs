using System.Net;

namespace Caneth.Links.Incoming;

/// <summary>
/// Waits for one gateway at a port of its own: the one that the address names, or else the first that dials in. Who else comes is refused. The
/// port stays open between its connections, until this is disposed of.
/// </summary>
internal sealed class OneGatewayConnector : ICanConnector, IIncomingHost, IAsyncDisposable
{
    // As long as a listener gives gateways by default.
    private static readonly TimeSpan RegistrationTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly LinkSettings settings;
    private readonly LinkContext context;
    private readonly IdentityReader reader;
    private readonly TaskCompletionSource<IncomingConnector> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IncomingGateways? port;
    private IncomingConnector? gateway;
    private string? wanted;

    /// <param name="address">Where it dials in, and who it is where that matters.</param>
    /// <param name="settings">What it sends beside frames.</param>
    /// <param name="context">What the session lends.</param>
    /// <exception cref="ArgumentException">The heartbeat is too long.</exception>
    public OneGatewayConnector(CanAddress address, LinkSettings settings, LinkContext context)
    {
        Address = address;
        this.settings = settings;
        this.context = context;
        reader = GatewayListenScheme.CreateReader(address, settings.Heartbeat, RegistrationTimeout, context.TimeProvider);
        wanted = GatewayListenScheme.IdentityOf(address);
    }

    /// <inheritdoc/>
    public CanAddress Address { get; }

    /// <inheritdoc/>
    public LinkCapabilities Capabilities => IncomingConnector.CapabilitiesOfLink;

    /// <inheritdoc/>
    public string? PeerIdentity => Volatile.Read(ref gateway)?.PeerIdentity;

    /// <summary>Waits for the gateway. Where it was here before that takes as long as it takes: it alone can dial.</summary>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Listen();
        try
        {
            var one = await arrived.Task.WaitAsync(timeout, context.TimeProvider, cancellationToken).ConfigureAwait(false);
            return await one.ConnectAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw IncomingMessages.NotDialled(Address, timeout, exception);
        }
    }

    /// <summary>Frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (port is not null)
        {
            await port.DisposeAsync().ConfigureAwait(false);
        }

        gateway?.End();
    }

    void IIncomingHost.Accepted()
    {
        // The session tells of those that it gets.
    }

    void IIncomingHost.Take(IncomingStream stream, IncomingIdentity identity, IPEndPoint from)
    {
        IncomingConnector? its = null;
        lock (gate)
        {
            wanted ??= identity.Text;
            if (wanted.Equals(identity.Text, StringComparison.OrdinalIgnoreCase))
            {
                its = gateway ??= new(Address, new(settings.RegistrationPacket.IsEmpty ? identity.Registration : settings.RegistrationPacket, settings.Heartbeat), context);
            }
        }

        if (its is null)
        {
            stream.Dispose();
            Refuse(IncomingMessages.AnotherGateway(identity.Text, from, wanted), IncomingMessages.TakeSeveral);
            return;
        }

        its.Offer(stream);
        arrived.TrySetResult(its);
    }

    void IIncomingHost.Refused(string message, string? advice) => Refuse(message, advice);

    void IIncomingHost.NotAccepted(string message) => Refuse(message, advice: null);

    private void Refuse(string message, string? advice) => context.Notify(LinkNoticeKind.NotAdmitted, advice is null ? message : $"{message} {advice}");

    private void Listen()
    {
        if (port is null)
        {
            port = new(Address, reader, this, context.TimeProvider);
            port.Start();
        }
    }
}
