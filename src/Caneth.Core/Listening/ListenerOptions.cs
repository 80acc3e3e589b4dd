using System.Net;
using Caneth.Links;
using Caneth.Links.Incoming;
using Caneth.Sessions;

namespace Caneth.Listening;

/// <summary>Where a listener waits for gateways, which may come, and what their sessions are like; it cannot change once the listener exists.</summary>
public sealed record ListenerOptions
{
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(10);

    /// <summary>What the listener is called.</summary>
    public string Name { get; init; } = "listener";

    /// <summary>
    /// Where gateways dial in: a <c>tcp-listen://</c> address, as <c>CanLinkType.ParseAddress</c> reads it, with what says who a gateway is. By
    /// default port 20001 of 127.0.0.1, which only this computer reaches: the wire has no authentication and no encryption.
    /// </summary>
    public CanAddress Address { get; init; } = new(GatewayListenScheme.Scheme, $"{IPAddress.Loopback}", GatewayListenScheme.UsualPort);

    /// <summary>How many devices there may be, 1 to 100,000: gateways that are connected, and those that may come again. 1,024 by default.</summary>
    public int MaxDevices { get; init; } = 1024;

    /// <summary>How long a gateway may take to say who it is, 10 ms to 49 days; 3 s by default. One that says nothing is known by its address.</summary>
    public TimeSpan RegistrationTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether a gateway of an identity may come; asked once for each session, on a thread of the listener. Null, the default, lets everybody come.
    /// </summary>
    public Func<string, bool>? Admit { get; init; }

    /// <summary>
    /// What to call the device of an identity; asked once for each session, on a thread of the listener. Null, the default, for the identity itself.
    /// </summary>
    public Func<string, string>? NameDevice { get; init; }

    /// <summary>
    /// What the sessions are like: their send buffers, limits, heartbeats, clocks, and what is done with each before it connects. Their addresses, names
    /// and pauses are the listener's affair.
    /// </summary>
    public SessionOptions Session { get; init; } = new();

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentNullException.ThrowIfNull(Address);
        ArgumentNullException.ThrowIfNull(Session);
        Option.Require(Address.Scheme == GatewayListenScheme.Scheme && IPAddress.TryParse(Address.Host, out _) && Address.Bus.Length == 0, nameof(Address), Address,
            $"{GatewayListenScheme.Scheme}:// with an IP address of this computer, and no identity: Admit says who may come");
        Option.RequireRange(MaxDevices, nameof(MaxDevices), 1, 100_000);
        Option.RequireTime(RegistrationTimeout, nameof(RegistrationTimeout), ShortestTime);
    }
}
