using System.Management.Automation;
using System.Net;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Sessions;
using Caneth.State;

namespace Caneth.Commands;

/// <summary>Connects to a CAN bus, by one channel of a gateway or by another link, and emits the device.</summary>
[Cmdlet(VerbsCommunications.Connect, "CanDevice", SupportsShouldProcess = true)]
[OutputType(typeof(CanSession))]
public sealed class ConnectCanDeviceCommand : SessionCmdlet
{
    /// <summary>
    /// The name or address of the gateway; a port may follow, as in 192.168.0.7:20001 and [::1]:20001. Or a URI, as in
    /// socketcand://192.168.0.10/can0.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Host", "IPAddress", "Uri")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string HostName { get; set; } = string.Empty;

    /// <summary>The TCP port of the CAN channel.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(PortCompleter))]
    public int Port { get; set; } = SessionOptions.DefaultPort;

    /// <summary>What to call the device; by default host:port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How long to wait for the connection, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = Defaults.ConnectTimeout;

    /// <summary>Returns at once and goes on trying in the background.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The pause before the first attempt to reconnect, in seconds; it doubles with each failure.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument ReconnectDelay { get; set; } = Defaults.ReconnectDelay;

    /// <summary>The longest pause between attempts to reconnect, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument ReconnectDelayMax { get; set; } = Defaults.ReconnectDelayMax;

    /// <summary>Ends the session when the connection is lost.</summary>
    [Parameter]
    public SwitchParameter NoReconnect { get; set; }

    /// <summary>What the gateway sends to say who it is, once after connecting or in front of every packet: text, or bytes in hex.</summary>
    [Parameter]
    [Read<PacketConverter>]
    [ValidateNotNull]
    public PacketArgument? RegistrationPacket { get; set; }

    /// <summary>What the frames of the device mean: DBC files, or databases that were imported, by name or by themselves.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    private DatabaseFinder Finder => field ??= new(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        int? port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : null;
        var address = Guard(
            () => CanLinkType.ParseAddress(HostName, port), failure => failure is FormatException ? CanErrors.InvalidAddress(HostName, failure) : null);
        if (port is not null && address.Port != port)
        {
            Fail<object>(CanErrors.PortTwice(HostName, Port));
        }

        var options = Options(address);
        var name = options.Name ?? address.ToString();
        if (State.Sessions.Any(open => NamedSet<CanSession>.IsSame(open.Name, name) && open.State != CanSessionState.Closed))
        {
            Fail<CanSession>(CanErrors.DeviceNameTaken(name));
        }

        var databases = Database is null ? [] : Finder.Databases(Database);
        if (ShouldProcess(name, "Connect"))
        {
            foreach (var database in databases)
            {
                Finder.TellProblems(database);
            }

            var session = Open(options, address);
            foreach (var database in databases)
            {
                Finder.Bind(session, database);
            }

            State.Sessions.Add(session);
            if (Finder.BoundTo(session).Databases.Count > 0)
            {
                LiveTraffic.Of(session, State.Databases, out _);
            }

            State.Remember(address);
            WarnIfOpen(session);
            Display.Show([session]);
            WriteObject(session);
        }
    }

    private CanSession Open(SessionOptions options, CanAddress address) => Guard(
        () => NoWait ? CanSession.Open(options)
            : new PipelineWaiter(this).Await(ModuleMessages.Connecting(address, Listens(address)), end => CanSession.ConnectAsync(options, end)),
        failure => failure switch
        {
            CanSessionException refused => CanErrors.Session(refused, HostName),
            ArgumentException invalid => CanErrors.OptionOutOfRange(invalid),
            _ => null,
        });

    private void WarnIfOpen(CanSession session)
    {
        if (Listens(session.Address) && !IPAddress.IsLoopback(IPAddress.Parse(session.Address.Host)))
        {
            WriteWarning(ModuleMessages.PortIsOpen(session.Name, session.Address));
        }
    }

    private SessionOptions Options(CanAddress address) => Options() with
    {
        Address = address,
        HostName = address.Host,
        Port = address.Port,
        Name = Name,
        ConnectTimeout = Timeout,
        Reconnect = !NoReconnect,
        ReconnectDelay = ReconnectDelay,
        ReconnectDelayMax = ReconnectDelayMax.Value > ReconnectDelay.Value ? ReconnectDelayMax : ReconnectDelay,
        RegistrationPacket = RegistrationPacket?.Bytes ?? default,
    };
}
