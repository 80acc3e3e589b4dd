using System.Collections;
using System.Management.Automation;
using System.Net;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Listening;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Waits for gateways that dial in, and has a device for each, named by its identity.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanListener", SupportsShouldProcess = true)]
[OutputType(typeof(CanListener))]
public sealed class StartCanListenerCommand : SessionCmdlet
{
    private static readonly ListenerOptions ListenerDefaults = new();

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
    public int MaxDevices { get; set; } = ListenerDefaults.MaxDevices;

    /// <summary>How long a gateway may take to say who it is, in seconds; one that says nothing is known by its IP address.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument RegistrationTimeout { get; set; } = ListenerDefaults.RegistrationTimeout;

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
        if (!Listens(address))
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
            Session = Options() with { BeforeConnecting = session => state.Add(session, databases) },
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
