using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Logs;
using Caneth.Simulation;

namespace Caneth.Commands;

/// <summary>What is on the bus of a simulator.</summary>
public enum SimulatorTraffic
{
    /// <summary>A made-up car, which can also be diagnosed by OBD-II and UDS.</summary>
    Vehicle,

    /// <summary>A made-up truck, which speaks J1939.</summary>
    Truck,

    /// <summary>Nothing but what clients send.</summary>
    None,
}

/// <summary>Starts a simulated gateway in this process, to try everything without hardware.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanSimulator", DefaultParameterSetName = TrafficSet, SupportsShouldProcess = true)]
[OutputType(typeof(GatewaySimulator))]
public sealed class StartCanSimulatorCommand : CanCmdlet
{
    private const string TrafficSet = "Traffic";
    private const string LogSet = "Log";
    private const string UdpScheme = "udp";

    private static readonly SimulatorOptions Defaults = new();

    // As USR gateways do in TCP-client mode.
    private static readonly TimeSpan UsualHeartbeatInterval = TimeSpan.FromSeconds(30);

    // From Connect-CanDevice to Receive-CanFrame in a script or a pasted line: nothing of the log is missed in between.
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>The TCP port to listen on; 0 takes one that is free. With -Dial the port to dial from.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>What to call it; by default Simulator1, Simulator2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What is on the bus.</summary>
    [Parameter(ParameterSetName = TrafficSet)]
    public SimulatorTraffic Traffic { get; set; } = SimulatorTraffic.Vehicle;

    /// <summary>A log to play on the bus, from 0.5 s after the first client has connected.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LogSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Plays the log again and again.</summary>
    [Parameter(ParameterSetName = LogSet)]
    public SwitchParameter Loop { get; set; }

    /// <summary>How fast to play the log: 1 as recorded, 2 twice as fast, 0 as fast as it goes.</summary>
    [Parameter(ParameterSetName = LogSet)]
    [ValidateRange(0.0, 1_000_000.0)]
    public double Speed { get; set; } = 1;

    /// <summary>Shortens every wait between two frames of the log that is longer to this; by default it is as long as in the log.</summary>
    [Parameter(ParameterSetName = LogSet)]
    [Read<TimeConverter>]
    public TimeArgument? MaxGap { get; set; }

    /// <summary>What goes wrong: names of faults, with a value where it is not to be the fault's own (Reset=500).</summary>
    [Parameter]
    [Read<FaultConverter>(Each = true)]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public FaultSetting[] Fault { get; set; } = [];

    /// <summary>
    /// The address to listen at. Only this computer reaches the default, 127.0.0.1; the wire has no authentication and no
    /// encryption.
    /// </summary>
    [Parameter]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// Whom to dial, as a gateway in TCP-client mode does: a host with its port, such as the Uri of a listener, or udp://host:port. Then it does not
    /// listen.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Dial { get; set; }

    /// <summary>How long it waits until it dials again, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument RedialDelay { get; set; } = Defaults.RedialDelay;

    /// <summary>What it sends first on each connection to say who it is: text, or bytes in hex.</summary>
    [Parameter]
    [Read<PacketConverter>]
    [ValidateNotNull]
    public PacketArgument? RegistrationPacket { get; set; }

    /// <summary>What it sends now and then to say that it is there: text, or bytes in hex.</summary>
    [Parameter]
    [Read<PacketConverter>]
    [ValidateNotNull]
    public PacketArgument? Heartbeat { get; set; }

    /// <summary>After how long without a frame it sends its heartbeat, in seconds; by default never, or after 30 s where -Heartbeat is given.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? HeartbeatInterval { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = Name ?? State.Simulators.FreeName("Simulator");
        if (State.Simulators.Contains(name))
        {
            Fail<GatewaySimulator>(CanErrors.SimulatorNameTaken(name));
        }

        var byUdp = false;
        var target = Dial is null ? null : ReadTarget(Dial, out byUdp);
        if (ShouldProcess(name, "Start simulator"))
        {
            var options = new SimulatorOptions
            {
                Name = name,
                Address = Address,
                Port = Port,
                Dial = target,
                DialByUdp = byUdp,
                RedialDelay = RedialDelay,
                RegistrationPacket = RegistrationPacket?.Bytes ?? default,
                Heartbeat = Heartbeat?.Bytes ?? default,
                HeartbeatInterval = HeartbeatInterval?.Value ?? (Heartbeat is null ? (TimeSpan?)null : UsualHeartbeatInterval),
                Traffic = ParameterSetName == LogSet ? Playback() : OnBus(),
                Faults = Fault,
            };
            var simulator = Guard(() => GatewaySimulator.Start(options),
                failure => failure switch
                {
                    SocketException => CanErrors.SimulatorNotStarted(Port, failure),
                    ArgumentException invalid => CanErrors.OptionOutOfRange(invalid),
                    _ => null,
                });
            State.Simulators.Add(simulator);
            WriteObject(simulator);
        }
    }

    private IBusTraffic? OnBus() => Traffic switch
    {
        SimulatorTraffic.Vehicle => new VehicleTraffic(),
        SimulatorTraffic.Truck => new TruckTraffic(),
        _ => null,
    };

    private EndPoint ReadTarget(string dial, out bool byUdp)
    {
        var address = Guard(() => CanLinkType.ParseAddress(dial), failure => failure is FormatException ? CanErrors.InvalidAddress(dial, failure) : null);
        byUdp = address.Scheme == UdpScheme;
        if (address.Scheme != CanAddress.Tcp && !byUdp && !CanLinkType.All.Any(type => type.Listens && type.Scheme == address.Scheme))
        {
            Fail<object>(CanErrors.NotDialled(address));
        }

        // Where a listener listens at all addresses, this computer reaches it at its own.
        return !IPAddress.TryParse(address.Host, out var host) ? new DnsEndPoint(address.Host, address.Port)
            : new IPEndPoint(host.Equals(IPAddress.Any) ? IPAddress.Loopback : host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : host, address.Port);
    }

    private LogPlayback Playback()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        return Guard(
            () =>
            {
                // Opened once now, so that a file that is none is an error of this command and not of a playback later.
                CanLog.Open(path).Dispose();
                return new LogPlayback(Frames(path), Speed, Loop, MaxGap?.Value) { StartDelay = StartDelay };
            },
            failure => failure is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
                ? CanErrors.LogNotReadable(path, failure) : null);
    }

    private static IEnumerable<CanFrame> Frames(string path)
    {
        using var log = CanLog.Open(path);
        foreach (var frame in log.ReadAll())
        {
            yield return frame;
        }
    }
}
