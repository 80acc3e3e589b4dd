using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Publishing;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Publishes the frames that devices receive and send to a broker, NATS or MQTT, in the background.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanPublisher", SupportsShouldProcess = true)]
[OutputType(typeof(CanPublisher))]
public sealed class StartCanPublisherCommand : CanCmdlet
{
    private readonly List<DeviceArgument> devices = [];

    /// <summary>The broker: nats://broker:4222, tls://broker, mqtt://broker:1883 or mqtts://broker:8883.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string To { get; set; } = string.Empty;

    /// <summary>The devices: sessions or their names; wildcards are allowed. By default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>The signals that are published as JSON, too, each to a topic of its own: their names, or Message.Signal; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[]? Signal { get; set; }

    /// <summary>How long after a value of a signal the next one is published at the earliest, in seconds; by default 1 s. Only what has changed is.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Every { get; set; }

    /// <summary>Publishes the signals alone, and no frames.</summary>
    [Parameter]
    public SwitchParameter SignalOnly { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>What topics begin with; by default can/v1, so that the frames of a device go to can/v1/DEVICE/frames.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = PublisherOptions.DefaultTopic;

    /// <summary>The folder in which frames wait for the broker; by default one of yours, for this broker and topic.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>How many bytes may wait there: 4GB. By default 1 GB; then the oldest frames go, and are counted.</summary>
    [Parameter]
    [ValidateRange(1024 * 1024, long.MaxValue)]
    public long? MaxSpool { get; set; }

    /// <summary>Holds the devices back where the spool is full, instead of losing the oldest frames.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <summary>Has the disk itself keep what is put into the spool, so that it survives a power failure.</summary>
    [Parameter]
    public SwitchParameter Durable { get; set; }

    /// <summary>The user and the password for the broker; by default those in the environment: CANETH_BROKER_USER, CANETH_BROKER_PASSWORD.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The certificate, with its private key, by which this computer identifies itself.</summary>
    [Parameter]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The certificates of authorities that are trusted for the broker, in the place of the system's.</summary>
    [Parameter]
    public X509Certificate2[]? TrustedCertificate { get; set; }

    /// <summary>Believes whatever certificate the broker shows. Then nobody knows who it is.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>What to call it; by default Publisher1, Publisher2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private DatabaseFinder Databases => field ??= new(this);

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sessions = ResolveAll([.. devices]);
        if (sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed)
        {
            Fail<object>(CanErrors.Session(SessionMessages.SessionClosed(closed.Name), closed));
        }

        var options = Options(sessions);
        if (State.Publishers.Contains(options.Name))
        {
            Fail<object>(CanErrors.PublisherNameTaken(options.Name));
        }

        if (sessions.Count > 0 && ShouldProcess(string.Join(", ", sessions), $"Publish to {options.Broker.Address}"))
        {
            var connector = BrokerAccess.ConnectorFor(options.Broker);
            var publisher = Guard(
                () => CanPublisher.Start([.. sessions.Select(session => Subscribe(session, options.Name))], connector, options),
                failure => CanErrors.Publishing(options, failure));
            State.Add(publisher);
            WriteObject(publisher);
            Display.Show(publisher);
        }
    }

    private PublisherOptions Options(IReadOnlyList<CanSession> sessions)
    {
        if (Signal is null && (SignalOnly || Every is not null))
        {
            Fail<object>(CanErrors.SignalsNotNamed(SignalOnly ? nameof(SignalOnly) : nameof(Every)));
        }

        var name = Name ?? State.Publishers.FreeName("Publisher");
        return new()
        {
            Name = name,
            Broker = new BrokerAccess(this, To)
            {
                Credential = Credential,
                Certificate = Certificate,
                TrustedCertificate = TrustedCertificate,
                SkipCertificateCheck = SkipCertificateCheck,
            }.Options() with { ClientName = $"caneth-{Environment.MachineName}" },
            Topic = Topic,
            SpoolPath = SpoolPath is null ? null : GetUnresolvedProviderPathFromPSPath(SpoolPath),
            MaxSpool = MaxSpool ?? PublisherOptions.DefaultMaxSpool,
            Lossless = Lossless,
            Durable = Durable,
            PublishesFrames = !SignalOnly,
            Signals = Signal is null ? null : Signals(sessions, Signal),
        };
    }

    private SignalPublishing Signals(IReadOnlyList<CanSession> sessions, string[] signals)
    {
        var databases = sessions.ToDictionary(session => session.Name, session => Databases.SetOf(Database, session));
        new MessageSelection(null, signals).Check(this, [.. databases.Values.SelectMany(set => set.Databases).Distinct()]);
        MessagePattern[] patterns = [.. signals.Select(signal => new MessagePattern(signal))];
        return new()
        {
            DatabasesOf = device => databases[device],
            Selects = (message, signal) => Array.Exists(patterns, pattern => pattern.Selects(message, signal)),
            Interval = Every?.Value ?? SignalPublishing.DefaultInterval,
        };
    }

    private FrameSubscription Subscribe(CanSession session, string publisher) => session.Subscribe(new()
    {
        Filter = new FrameFilter(Id).Except(ExcludeId ?? []),
        IncludeSent = true,
        Lossless = Lossless,
        Capacity = CanPublisher.RecommendedCapacity,
        Reader = $"The publisher '{publisher}'",
    });
}
