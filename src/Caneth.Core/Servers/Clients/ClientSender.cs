using Caneth.Sessions;

namespace Caneth.Servers;

/// <summary>Hands the frames of one client to the device. Used by one thread at a time.</summary>
/// <param name="server">What the clients share.</param>
/// <param name="client">The client.</param>
internal sealed class ClientSender(ServerContext server, ServerClient client)
{
    private readonly RelaySender sender = new(server.Session, server.Options.MaxSendAge);
    private bool toldOfRefusal;

    /// <summary>The mark of its frames, by which the client does not get them back.</summary>
    public SenderMark Mark => sender.Mark;

    /// <summary>Sends a frame, or says why not.</summary>
    /// <returns>Whether it is on its way.</returns>
    /// <exception cref="CanSessionException">The device has ended.</exception>
    /// <exception cref="SendCanceledException">The wait for room was cancelled.</exception>
    public ValueTask<bool> SendAsync(in CanFrame frame, CancellationToken cancellationToken)
    {
        client.Count(ServerCounter.FramesReceived, 1);
        return server.Options.ReadOnly ? new(Refuse(null))
            : !server.Session.Capabilities.Carries(frame, out var reason) ? new(Refuse(reason))
            : PostAsync(frame, cancellationToken);
    }

    /// <summary>Leaves to the device what has not been sent.</summary>
    public void End()
    {
        CountNotSent();
        sender.Detach();
    }

    private async ValueTask<bool> PostAsync(CanFrame frame, CancellationToken cancellationToken)
    {
        var noRoom = await sender.PostAsync(frame, cancellationToken).ConfigureAwait(false);
        CountNotSent();
        return noRoom is null || Refuse(noRoom);
    }

    /// <param name="reason">Why; null where the server only shows the bus.</param>
    private bool Refuse(string? reason)
    {
        client.Count(ServerCounter.FramesRefused, 1);
        if (!toldOfRefusal)
        {
            toldOfRefusal = true;
            server.Events.Add(ServerEventKind.FramesRefused, EventLevel.Warning,
                reason is null ? ServerMessages.ReadOnly(client.Address) : ServerMessages.Refused(client.Address, reason), client.Address);
        }

        return false;
    }

    private void CountNotSent()
    {
        var more = sender.FramesNotSent - client.FramesNotSent;
        if (more > 0)
        {
            client.Count(ServerCounter.FramesNotSent, more);
            server.Events.Add(ServerEventKind.FramesNotSent, EventLevel.Warning,
                ServerMessages.NotSent(client.Address, more, server.Options.MaxSendAge), client.Address);
        }
    }
}
