using System.Diagnostics.Metrics;
using Caneth.Links;
using Caneth.Links.Schemes;

namespace Caneth.Sessions;

/// <summary>Where a session connects to and how it behaves; it cannot change once the session exists.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// The port on which CAN 1 of a Waveshare 2-CH-CAN-TO-ETH listens. For CAN 2 makers and reports differ: ask for it.
    /// </summary>
    public const int DefaultPort = 20001;

    // Timers of .NET go by the millisecond, and a shorter time than one tick of them is none.
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(1);

    // A frame in a quarter of an hour; the pause between two must fit a timer.
    private const double LeastFrameRate = 0.001;

    /// <summary>
    /// Where it connects to, of any kind that <c>CanLinkType.ParseAddress</c> reads. Null, the default, for a gateway that speaks its 13 bytes over
    /// TCP, at <see cref="HostName"/> and <see cref="Port"/>.
    /// </summary>
    public CanAddress? Address { get; init; }

    /// <summary>The name or address of the gateway; needed unless <see cref="Address"/> or <see cref="Connector"/> is given.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The TCP port of the CAN channel, 1 to 65535.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>
    /// Makes what connects the session, for links of one's own, for example <c>MemoryBus.CreateConnector</c>; called once a session. Null, the
    /// default, for the link that <see cref="Address"/> asks for.
    /// </summary>
    public Func<LinkContext, ICanConnector>? Connector { get; init; }

    /// <summary>What the session and the device of its frames are called; by default the address, <c>host:port</c>.</summary>
    public string? Name { get; init; }

    /// <summary>How long one attempt to connect may take, 1 ms to 49 days or <see cref="Timeout.InfiniteTimeSpan"/>; 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a lost connection is made again; true by default.</summary>
    public bool Reconnect { get; init; } = true;

    /// <summary>The pause before the first attempt to reconnect, 50 ms to 49 days; it doubles with each failure. 0.5 s by default.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between attempts to reconnect, <see cref="ReconnectDelay"/> to 49 days; 10 s by default.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection must last until the pauses begin at <see cref="ReconnectDelay"/> again; 10 s by default.
    /// </summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Without anything received for this time the connection is made anew; 50 ms to 49 days. Null, the default, never: a quiet bus
    /// is legal.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init => field = Option.NullIfInfinite(value); }

    /// <summary>How many frames may wait to be sent, 1 or more; 1,024 by default.</summary>
    public int SendBuffer { get; init; } = 1024;

    /// <summary>What happens when that many wait.</summary>
    public SendBufferPolicy WhenSendBufferFull { get; init; } = SendBufferPolicy.Wait;

    /// <summary>
    /// The most frames to send in a second, for gateways whose own buffer is small; null, the default, without limit.
    /// </summary>
    public double? MaxFrameRate { get; init; }

    /// <summary>
    /// The bit rate of the bus behind the gateway, in bit/s: no more frames are sent than it carries whatever they are, that is, the bit
    /// rate divided by the 160 bits of the longest frame (extended, 8 bytes, with the most stuff bits). A gateway's own buffer holds
    /// some hundred frames, and what finds it full is lost without a word. Null, the default, without limit;
    /// where <see cref="MaxFrameRate"/> is given too, the slower of both holds.
    /// </summary>
    public int? BitRate { get; init; }

    /// <summary>
    /// What the gateway sends once after connecting or in front of every packet to say who it is, up to 128 bytes. Empty, the default,
    /// where it sends nothing or what it sends is to be learned.
    /// </summary>
    public ReadOnlyMemory<byte> RegistrationPacket { get; init; }

    /// <summary>
    /// What the gateway sends now and then to say that it is there, up to 128 bytes. Empty, the default, where it sends nothing, what
    /// GCAN gateways send, or what is to be learned.
    /// </summary>
    public ReadOnlyMemory<byte> Heartbeat { get; init; }

    /// <summary>
    /// Frames that were written and not acknowledged when the connection broke: false, the default, sends them again (at least
    /// once); true reports them as unconfirmed and never sends them again (at most once).
    /// </summary>
    public bool SendAtMostOnce { get; init; }

    /// <summary>
    /// How old a frame may become until it leaves, 1 ms to 49 days: past that it is taken back and never sent, nor sent again after a
    /// break. Null, the default, without a limit.
    /// </summary>
    public TimeSpan? MaxSendAge { get; init => field = Option.NullIfInfinite(value); }

    /// <summary>
    /// Called once with the session before it connects for the first time: who subscribes here misses no frame, not even
    /// those that a gateway kept and sends first. Null, the default, for nothing.
    /// </summary>
    public Action<CanSession>? BeforeConnecting { get; init; }

    /// <summary>
    /// Makes the meter <c>Caneth</c> on which the session counts, for programs with a host. Null, the default, for the meter of the
    /// process.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The clock and the timers.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The most frames to send in a second by all that was given; null without a limit.</summary>
    internal double? FrameRateLimit => BitRate is { } rate && !(MaxFrameRate < (double)rate / BitTiming.LongestFrame)
        ? (double)rate / BitTiming.LongestFrame
        : MaxFrameRate;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (Connector is null && Address is null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(HostName);
            Option.RequireRange(Port, nameof(Port), 1, 65535);
        }

        Option.RequireTime(Option.NullIfInfinite(ConnectTimeout), nameof(ConnectTimeout), ShortestTime);
        Option.RequireTime(ReconnectDelay, nameof(ReconnectDelay), ReconnectPolicy.Shortest);
        Option.RequireTime(ReconnectDelayMax, nameof(ReconnectDelayMax), ReconnectDelay);
        Option.RequireTime(StableAfter, nameof(StableAfter), TimeSpan.Zero);
        Option.RequireTime(IdleTimeout, nameof(IdleTimeout), ReconnectPolicy.Shortest);
        Option.RequireTime(MaxSendAge, nameof(MaxSendAge), ShortestTime);
        Option.Require(SendBuffer >= 1, nameof(SendBuffer), SendBuffer, "1 frame or more");
        Option.Require(Enum.IsDefined(WhenSendBufferFull), nameof(WhenSendBufferFull), WhenSendBufferFull, string.Join(", ", Enum.GetNames<SendBufferPolicy>()));
        Option.Require(MaxFrameRate is null or >= LeastFrameRate and <= double.MaxValue, nameof(MaxFrameRate), MaxFrameRate, $"{LeastFrameRate} frames/s or more, or none");
        Option.Require(BitRate is null or >= 1, nameof(BitRate), BitRate, "1 bit/s or more, or none");
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    /// <summary>Makes what connects the session.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal ICanConnector CreateConnector(LinkContext context) => Connector?.Invoke(context)
        ?? LinkSchemes.CreateConnector(Address ?? new(CanAddress.Tcp, HostName, Port), new(RegistrationPacket, Heartbeat), context);
}
