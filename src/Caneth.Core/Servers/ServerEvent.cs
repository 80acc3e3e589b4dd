namespace Caneth.Servers;

/// <summary>Something that happened to a server.</summary>
public sealed class ServerEvent : CanEvent
{
    internal ServerEvent(string server, ServerEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Server = server;
        Kind = kind;
    }

    /// <summary>The name of the server.</summary>
    public string Server { get; }

    /// <summary>What kind of thing.</summary>
    public ServerEventKind Kind { get; }

    /// <summary>Where the client connects from; null where it is about none.</summary>
    public string? Client { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => ServerMessages.RecommendationFor(Kind);
}
