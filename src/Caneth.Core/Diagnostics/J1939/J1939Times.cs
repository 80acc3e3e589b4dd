namespace Caneth.Diagnostics;

/// <summary>The times of the transport protocol (SAE J1939-21, transport protocol: T1 to T4, and the time between packets to all).</summary>
internal static class J1939Times
{
    /// <summary>How long a receiver waits for the next packet.</summary>
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(750);

    /// <summary>How long a receiver waits for the first packet that it asked for.</summary>
    public static readonly TimeSpan T2 = TimeSpan.FromMilliseconds(1250);

    /// <summary>How long a sender waits for what the receiver says to its packets.</summary>
    public static readonly TimeSpan T3 = TimeSpan.FromMilliseconds(1250);

    /// <summary>How long a sender waits where the receiver asked for patience.</summary>
    public static readonly TimeSpan T4 = TimeSpan.FromMilliseconds(1050);

    /// <summary>The time between two packets to all: 50 to 200 ms are allowed.</summary>
    public static readonly TimeSpan BetweenBroadcasts = TimeSpan.FromMilliseconds(50);
}
