namespace Caneth.Links.Socketcand;

/// <summary>Which bus of a socketcand server is meant, and what is wanted of it.</summary>
internal sealed record SocketcandSettings
{
    /// <summary>The name of the bus.</summary>
    public string Bus { get; init; } = "";

    /// <summary>What is made of the server's times.</summary>
    public RemoteTime Time { get; init; }

    /// <summary>Whether the server takes CAN FD frames.</summary>
    public bool Fd { get; init; }

    /// <summary>Whether error frames are received like others.</summary>
    public bool ErrorFrames { get; init; }
}
