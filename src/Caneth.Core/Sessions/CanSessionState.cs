namespace Caneth.Sessions;

/// <summary>What a <see cref="CanSession"/> is doing.</summary>
public enum CanSessionState
{
    /// <summary>It tries to reach the gateway for the first time.</summary>
    Connecting,

    /// <summary>Frames flow.</summary>
    Connected,

    /// <summary>It was connected, lost the gateway, and tries again.</summary>
    Reconnecting,

    /// <summary>It ended, and does nothing any more.</summary>
    Closed,
}
