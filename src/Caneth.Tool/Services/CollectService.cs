using Caneth.Listening;
using Caneth.Publishing;
using Caneth.Sessions;
using Caneth.Tool.Configuration;

namespace Caneth.Tool.Services;

/// <summary>Publishes the frames of a fleet: of gateways that are connected to, and of those that dial in.</summary>
internal sealed class CollectService : IService
{
    private const double NearlyFull = 0.9;
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(30);

    private readonly string path;
    private readonly CollectSettings settings;
    private readonly ServiceLog log;
    private readonly CanPublisher publisher;
    private readonly Gateways gateways;
    private readonly List<CanListener> listeners = [];

    private CollectService(string path, CollectSettings settings, ServiceLog log)
    {
        this.path = path;
        this.settings = settings;
        this.log = log;
        publisher = CanPublisher.Start([], Parts.ConnectorFor(settings.Broker.Options), settings.Publisher);
        log.Follow(publisher.Name, publisher.EventsAfter, tell => publisher.EventHappened += (_, _) => tell());
        gateways = new(log, Subscribe);
    }

    /// <inheritdoc/>
    public Task Completion => publisher.Completion;

    /// <inheritdoc/>
    public bool IsActive => HealthReport.Age(publisher.ActiveAt) < LongestRound;

    private IReadOnlyList<CanSession> Sessions => [.. gateways.Sessions, .. listeners.SelectMany(listener => listener.Devices)];

    /// <summary>Begins to collect.</summary>
    /// <param name="path">The configuration, which SIGHUP has it read again.</param>
    /// <param name="settings">What it says.</param>
    /// <param name="log">Where to report.</param>
    public static async Task<IService> StartAsync(string path, CollectSettings settings, ServiceLog log)
    {
        var service = new CollectService(path, settings, log);
        try
        {
            foreach (var listener in settings.Listeners)
            {
                service.Listen(listener);
            }

            _ = await service.gateways.ApplyAsync(settings.Devices).ConfigureAwait(false);
            log.Tell($"{Gateways.Count(settings.Devices.Count)} and {settings.Listeners.Count} listeners, published to {service.publisher.To} as {service.publisher.Topic}; the spool is '{service.publisher.SpoolPath}'.");
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public HealthReport Health()
    {
        var report = new HealthReport();
        var full = (double)publisher.SpoolSize / settings.Publisher.MaxSpool;
        report.When(publisher.State == PublisherState.Stopped, HealthStatus.Failing, "The publisher has ended.")
            .When(!IsActive, HealthStatus.Failing, $"The publisher has not looked for frames since {publisher.ActiveAt}: the disk of the spool holds it up.")
            .When(full >= NearlyFull, HealthStatus.Failing, $"The spool has {publisher.SpoolSize:N0} of {settings.Publisher.MaxSpool:N0} bytes, and the broker does not take them.")
            .When(publisher.State == PublisherState.Interrupted, HealthStatus.Degraded, $"Nothing goes to {publisher.To}: {publisher.LastError?.Message}")
            .Fact("framesPublished", publisher.FramesPublished)
            .Fact("framesPending", publisher.FramesPending)
            .Fact("framesDropped", publisher.FramesDropped)
            .Fact("framesUnread", publisher.FramesUnread)
            .Fact("spoolSize", publisher.SpoolSize)
            .Fact("maxSpool", settings.Publisher.MaxSpool);
        Gateways.Report(report, Sessions);
        return report;
    }

    /// <summary>Reads the configuration again: devices come and go; all else needs a new start.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var read = ConfigFile.Read(path, CollectSettings.Of);
        var (added, removed) = await gateways.ApplyAsync(read.Devices).WaitAsync(cancellationToken).ConfigureAwait(false);
        log.Tell($"The configuration was read again: {Gateways.Count(added)} came, {removed} went. What else has changed there takes a new start.");
    }

    /// <summary>Receives no more, publishes what came, and leaves the rest in the spool.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([gateways.DisposeAsync().AsTask(), .. listeners.Select(listener => listener.DisposeAsync().AsTask())]).ConfigureAwait(false);
        await publisher.DisposeAsync().ConfigureAwait(false);
        log.Tell($"{publisher.FramesPublished:N0} frames were published, {publisher.FramesPending:N0} are in the spool, {publisher.FramesDropped:N0} were dropped.");
    }

    private void Listen(ListenerSettings listener)
    {
        var options = listener.Options;
        var started = CanListener.Start(options with
        {
            Session = options.Session with
            {
                BeforeConnecting = session =>
                {
                    Gateways.Watch(session, log);
                    Subscribe(session);
                },
            },
        });
        listeners.Add(started);
        log.Follow(started.Name, started.EventsAfter, tell => started.EventHappened += (_, _) => tell());
        log.Tell($"Gateways can dial in at {started.Uri}.");
    }

    private void Subscribe(CanSession session) => publisher.Add(session.Subscribe(new()
    {
        Filter = settings.Filter,
        Lossless = settings.Publisher.Lossless,
        Capacity = CanPublisher.RecommendedCapacity,
        Reader = $"The publisher '{publisher.Name}'",
    }));
}
