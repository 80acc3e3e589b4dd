using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Caneth.Binding;
using Caneth.Cmdlets;
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

    // From Connect-CanDevice to Receive-CanFrame in a script or a pasted line: nothing of the log is missed in between.
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(0.25);

    /// <summary>The TCP port to listen on; 0 takes one that is free.</summary>
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

    /// <summary>A log to play on the bus, from 0.25 s after the first client has connected.</summary>
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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = Name ?? State.Simulators.FreeName("Simulator");
        if (State.Simulators.Contains(name))
        {
            Fail<GatewaySimulator>(CanErrors.SimulatorNameTaken(name));
        }

        if (ShouldProcess(name, "Start simulator"))
        {
            var options = new SimulatorOptions
            {
                Name = name,
                Address = Address,
                Port = Port,
                Traffic = ParameterSetName == LogSet ? Playback() : OnBus(),
                Faults = Fault,
            };
            var simulator = Guard(() => GatewaySimulator.Start(options),
                failure => failure is SocketException ? CanErrors.SimulatorNotStarted(Port, failure) : null);
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
