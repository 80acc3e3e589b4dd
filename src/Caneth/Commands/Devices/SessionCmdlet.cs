using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that bring devices: what is said of each, however its connection is made.</summary>
public abstract class SessionCmdlet : CanCmdlet
{
    private protected static readonly SessionOptions Defaults = new();

    /// <summary>Gives a connection up when nothing was received for this time, in seconds; without it never.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? IdleTimeout { get; set; }

    /// <summary>How many frames may wait to be sent.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int SendBuffer { get; set; } = Defaults.SendBuffer;

    /// <summary>What happens to a frame when that many wait.</summary>
    [Parameter]
    public SendBufferPolicy WhenSendBufferFull { get; set; } = Defaults.WhenSendBufferFull;

    /// <summary>The most frames to send in a second.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double? MaxFrameRate { get; set; }

    /// <summary>The bit rate of the bus behind the gateway, in bit/s: no more is sent than such a bus carries.</summary>
    [Parameter]
    [ValidateRange(1, 100_000_000)]
    public int? BitRate { get; set; }

    /// <summary>What the gateway sends now and then to say that it is there: text, or bytes in hex.</summary>
    [Parameter]
    [Read<PacketConverter>]
    [ValidateNotNull]
    public PacketArgument? Heartbeat { get; set; }

    /// <summary>Never sends a frame twice: what was not acknowledged when the connection broke is reported instead.</summary>
    [Parameter]
    public SwitchParameter SendAtMostOnce { get; set; }

    /// <summary>How old a frame may become until it leaves, in seconds; then it is never sent, nor sent again after a break.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxSendAge { get; set; }

    /// <summary>Whether the other side of an address is waited for.</summary>
    private protected static bool Listens(CanAddress address) => CanLinkType.All.Any(type => type.Listens && type.Scheme == address.Scheme);

    private protected SessionOptions Options() => new()
    {
        IdleTimeout = IdleTimeout?.Value,
        SendBuffer = SendBuffer,
        WhenSendBufferFull = WhenSendBufferFull,
        MaxFrameRate = MaxFrameRate,
        BitRate = BitRate,
        Heartbeat = Heartbeat?.Bytes ?? default,
        SendAtMostOnce = SendAtMostOnce,
        MaxSendAge = MaxSendAge?.Value,
    };
}
