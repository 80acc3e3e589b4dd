using System.Collections;
using System.Management.Automation;
using System.Net;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Listening;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Waits for gateways that dial in, and has a device for each, named by its identity.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanListener", SupportsShouldProcess = true)]
[OutputType(typeof(CanListener))]
public sealed class StartCanListenerCommand : CanCmdlet
{
    private static readonly ListenerOptions Defaults = new();
    private static readonly SessionOptions SessionDefaults = new();

    /// <summary>Where gateways dial in, and what says who they are, as in tcp-listen://0.0.0.0:20001?identity=mac.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ListenAddressCompleter))]
    public string Uri { get; set; } = "tcp-listen://127.0.0.1:20001";

    /// <summary>What to call the listener; by default Listener1, Listener2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The identities that may come: registration packets, MAC addresses or IP addresses; wildcards are allowed. By default all.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Identity { get; set; }

    /// <summary>What to call the devices of identities: @{ 'D8-B0-4C-01-02-03' = 'truck17' }. By default as their identities.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Hashtable? DeviceName { get; set; }

    /// <summary>How many devices there may be.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int MaxDevices { get; set; } = Defaults.MaxDevices;

    /// <summary>How long a gateway may take to say who it is, in seconds; one that says nothing is known by its IP address.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument RegistrationTimeout { get; set; } = Defaults.RegistrationTimeout;

    /// <summary>What gateways send now and then to say that they are there: text, or bytes in hex.</summary>
    [Parameter]
    [Read<PacketConverter>]
    [ValidateNotNull]
    public PacketArgument? Heartbeat { get; set; }

    /// <summary>Ends a connection over which nothing was received for this time, in seconds; without it never.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? IdleTimeout { get; set; }

    /// <summary>How many frames may wait to be sent, for each device.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int SendBuffer { get; set; } = SessionDefaults.SendBuffer;

    /// <summary>What happens to a frame when that many wait.</summary>
    [Parameter]
    public SendBufferPolicy WhenSendBufferFull { get; set; } = SessionDefaults.WhenSendBufferFull;

    /// <summary>The most frames to send in a second, for each device.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double? MaxFrameRate { get; set; }

    /// <summary>The bit rate of the buses behind the gateways, in bit/s: no more is sent than such a bus carries.</summary>
    [Parameter]
    [ValidateRange(1, 100_000_000)]
    public int? BitRate { get; set; }

    /// <summary>Never sends a frame twice: what was not acknowledged when the connection broke is reported instead.</summary>
    [Parameter]
    public SwitchParameter SendAtMostOnce { get; set; }

    /// <summary>How old a frame may become until it leaves, in seconds; then it is never sent, nor sent again after a break.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxSendAge { get; set; }

    /// <summary>What the frames of the devices mean: DBC files, or databases that were imported, by name or by themselves.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    private DatabaseFinder Finder => field ??= new(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var address = Guard(() => CanLinkType.ParseAddress(Uri), failure => failure is FormatException ? CanErrors.ListenAddress(Uri, failure) : null);
        if (!CanLinkType.All.Any(type => type.Listens && type.Scheme == address.Scheme))
        {
            Fail<object>(CanErrors.NotAListenAddress(address));
        }

        var name = Name ?? State.Listeners.FreeName("Listener");
        if (State.Listeners.Contains(name))
        {
            Fail<object>(CanErrors.ListenerNameTaken(name));
        }

        var identities = new IdentityList(Identity, NamesOfDevices());
        var databases = Database is null ? [] : Finder.Databases(Database);
        if (ShouldProcess(address.Uri, "Listen"))
        {
            foreach (var database in databases)
            {
                Finder.TellProblems(database);
            }

            Start(name, address, identities, databases);
        }
    }

    private void Start(string name, CanAddress address, IdentityList identities, IReadOnlyList<CanDatabase> databases)
    {
        // What the listener calls it calls on threads of its own, long after this command has ended.
        var state = State;
        var options = new ListenerOptions
        {
            Name = name,
            Address = address,
            MaxDevices = MaxDevices,
            RegistrationTimeout = RegistrationTimeout,
            Admit = identities.IsAllowed,
            NameDevice = identity => state.FreeDeviceName(identities.NameOf(identity)),
            Session = Sessions() with { BeforeConnecting = session => state.Add(session, databases) },
        };
        var listener = Guard(() => CanListener.Start(options), failure => failure switch
        {
            LinkException refused => CanErrors.ListenerNotStarted(address, refused),
            ArgumentException invalid => CanErrors.OptionOutOfRange(invalid),
            _ => null,
        });
        State.Add(listener);
        if (!IPAddress.IsLoopback(IPAddress.Parse(address.Host)))
        {
            WriteWarning(ModuleMessages.ListenerIsOpen(listener));
        }

        WriteObject(listener);
    }

    private SessionOptions Sessions() => new()
    {
        Heartbeat = Heartbeat?.Bytes ?? default,
        IdleTimeout = IdleTimeout?.Value,
        SendBuffer = SendBuffer,
        WhenSendBufferFull = WhenSendBufferFull,
        MaxFrameRate = MaxFrameRate,
        BitRate = BitRate,
        SendAtMostOnce = SendAtMostOnce,
        MaxSendAge = MaxSendAge?.Value,
    };

    private Dictionary<string, string> NamesOfDevices()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in DeviceName ?? new())
        {
            var (identity, device) = ($"{entry.Key}", $"{entry.Value}");
            if (string.IsNullOrWhiteSpace(identity) || string.IsNullOrWhiteSpace(device))
            {
                Fail<object>(CanErrors.DeviceNameEmpty(identity));
            }

            names[IdentityList.Plain(identity)] = device;
        }

        return names;
    }
}
