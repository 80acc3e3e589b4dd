using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Caneth.Servers;

/// <summary>How a session is offered to other programs. Cannot change once it is.</summary>
public sealed record ServerOptions
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly SearchValues<char> BusCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    /// <summary>What the server is called.</summary>
    public string Name { get; init; } = "server";

    /// <summary>What it speaks.</summary>
    public ServerProtocol Protocol { get; init; }

    /// <summary>
    /// The address to listen at. Only this computer can reach the loopback address, so anything else is a decision: none of the protocols
    /// asks who a client is.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port, 0 to 65535; 0 takes a free one. Null, the default, for the port that is usual for the protocol, else a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The name under which socketcand offers the bus.</summary>
    public string Bus { get; init; } = "can0";

    /// <summary>
    /// Whether the server announces itself to the network, by the beacon of socketcand at UDP port 42000, so that SavvyCAN and Kayak find it. For socketcand
    /// and IPv4 alone.
    /// </summary>
    public bool Announce { get; init; }

    /// <summary>Which frames clients see; all by default. What clients send is not asked for.</summary>
    public FrameFilter Filter { get; init; } = FrameFilter.All;

    /// <summary>Whether nothing that clients send reaches the bus.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How many clients are served at once, 1 to 1,000.</summary>
    public int MaxClients { get; init; } = 8;

    /// <summary>
    /// How long a frame of a client may wait to be sent, 0 s to 49 days; then it is taken back, since a command from before an outage is
    /// worse than none. <see cref="Timeout.InfiniteTimeSpan"/> for as long as the session lets it.
    /// </summary>
    public TimeSpan MaxSendAge { get; init; } = OneSecond;

    /// <summary>How many frames wait for each client, 1 to 67,108,864; those beyond are dropped and counted. By default 16,384, 2 s of a busy bus.</summary>
    public int ClientBuffer { get; init; } = 16_384;

    /// <summary>The UDP port that the beacon is sent to.</summary>
    internal int BeaconPort { get; init; } = ServerBeacon.UsualPort;

    /// <summary>The clock of everything that waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(Address);
        ArgumentNullException.ThrowIfNull(Filter);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentException.ThrowIfNullOrWhiteSpace(Bus);
        Option.Require(Enum.IsDefined(Protocol), nameof(Protocol), Protocol, string.Join(", ", Enum.GetNames<ServerProtocol>()));
        Option.Require(!Bus.AsSpan().ContainsAnyExcept(BusCharacters), nameof(Bus), $"'{VisibleText.Shorten(Bus)}'", "a word of letters, digits, ., - and _");
        Option.Require(!Announce || Protocol == ServerProtocol.Socketcand && Address.AddressFamily == AddressFamily.InterNetwork, nameof(Announce), Announce,
            "false except for Socketcand at an address of IPv4");
        Option.RequireRange(Port ?? 0, nameof(Port), 0, IPEndPoint.MaxPort);
        Option.RequireRange(ClientBuffer, nameof(ClientBuffer), 1, 64 * 1024 * 1024, " frames");
        Option.RequireRange(MaxClients, nameof(MaxClients), 1, 1000);
        Option.RequireTime(Option.NullIfInfinite(MaxSendAge), nameof(MaxSendAge), TimeSpan.Zero);
    }
}
