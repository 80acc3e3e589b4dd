using Caneth.Flow;

namespace Caneth.Servers;

/// <summary>The events of a server. Where many of a kind come in a short time, the first are reported one by one, the rest together.</summary>
/// <param name="server">The name of the server.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerEventLog(string server, TimeProvider time) : EventLog<ServerEvent>(time, Policy, () => time.GetUtcNow())
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 10, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), Quiet: TimeSpan.FromSeconds(10), MaxKinds: 8);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="level">How much to care.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="client">Where the client connects from.</param>
    public void Add(ServerEventKind kind, EventLevel level, string message, string? client = null) =>
        Append(new(server, kind, level, VisibleText.Of(message)) { Client = client }, kind, frames: 0);

    /// <inheritdoc/>
    protected override ServerEvent? HeldBack(ServerEvent happened) => null;
}
