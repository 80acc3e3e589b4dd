using Caneth.Publishing;

namespace Caneth.Tool.Configuration;

/// <summary>What a fleet consists of, and which broker its frames go to; and what a writer makes of them.</summary>
/// <param name="Service">What the collector is called, and how it tells of itself.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Devices">The devices that are connected to.</param>
/// <param name="Listeners">The ports at which gateways dial in.</param>
/// <param name="Filter">Which frames.</param>
/// <param name="Publisher">How they are published.</param>
/// <param name="Write">What the writer does; null where nothing is said of one.</param>
internal sealed record CollectSettings(
    ServiceSettings Service,
    BrokerSettings Broker,
    IReadOnlyList<GatewaySettings> Devices,
    IReadOnlyList<ListenerSettings> Listeners,
    FrameFilter Filter,
    PublisherOptions Publisher,
    WriteSettings? Write)
{
    private const long LeastSpool = 1024 * 1024;

    /// <summary>Reads them.</summary>
    public static CollectSettings Of(ConfigSection section)
    {
        var service = ServiceSettings.Of(section, "collector");
        var broker = BrokerSettings.Of(section.Section("broker") ?? throw section.Missing("broker"), $"{service.Name}-{Environment.MachineName}");
        return new(
            service,
            broker,
            GatewaySettings.AllOf(section, "devices"),
            ListenerSettings.AllOf(section, "listeners"),
            FilterOf(section),
            PublisherOf(section, service, broker),
            section.Section("write") is { } write ? WriteSettings.Of(write, service, broker) : null);
    }

    /// <summary>Which frames: those of the ids, but for some.</summary>
    public static FrameFilter FilterOf(ConfigSection section)
    {
        var ids = section.ReadAll("id", IdFilter.Parse);
        return new FrameFilter(ids.Count > 0 ? ids : null).Except(section.ReadAll("excludeId", IdFilter.Parse));
    }

    private static PublisherOptions PublisherOf(ConfigSection section, ServiceSettings service, BrokerSettings broker)
    {
        var spool = section.Text("spoolPath");
        return new()
        {
            Name = service.Name,
            Broker = broker.Options,
            Topic = broker.Topic,
            SpoolPath = spool is null ? null : Path.GetFullPath(spool),
            MaxSpool = section.Size("maxSpool", LeastSpool) ?? PublisherOptions.DefaultMaxSpool,
            Lossless = section.Flag("lossless"),
            Durable = section.Flag("durable"),
            BatchSize = (int)section.Number("batchSize", 1, FrameBatch.MaxFrames, otherwise: 1000),
            MaxDelay = section.Time("maxDelay", TimeSpan.FromMilliseconds(50)) ?? TimeSpan.FromSeconds(1),
            EndTimeout = section.Time("endTimeout", TimeSpan.Zero) ?? TimeSpan.FromSeconds(5),
            StaysOpen = true,
        };
    }
}
