namespace Caneth.Links.Memory;

/// <summary>Connects one session to a bus of this process.</summary>
internal sealed class MemoryConnector(MemoryBus bus, LinkContext context) : ICanConnector
{
    /// <inheritdoc/>
    public CanAddress Address => bus.Address;

    /// <inheritdoc/>
    public LinkCapabilities Capabilities => bus.Capabilities;

    /// <inheritdoc/>
    public string? PeerIdentity => null;

    /// <inheritdoc/>
    public Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<ICanLink>(bus.Connect(context));
    }
}
