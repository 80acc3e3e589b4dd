using Caneth.Publishing;

namespace Caneth.Tool.Configuration;

/// <summary>What a writer makes of what the broker brings.</summary>
/// <param name="Service">What the writer is called, and how it tells of itself.</param>
/// <param name="Options">What it reads and where it writes it.</param>
internal sealed record WriteSettings(ServiceSettings Service, PublishedFramesWriterOptions Options)
{
    private const long LeastPending = 1024 * 1024;

    /// <summary>Reads them.</summary>
    /// <param name="section">Where they stand.</param>
    /// <param name="collector">Of whom the writer has what is not said of itself, but for a health of its own.</param>
    /// <param name="broker">The broker.</param>
    public static WriteSettings Of(ConfigSection section, ServiceSettings collector, BrokerSettings broker)
    {
        var service = ServiceSettings.Of(section, "writer");
        service = service with
        {
            Log = section.Has("log") ? service.Log : collector.Log,
            Telemetry = service.Telemetry ?? collector.Telemetry,
        };
        return new(service, new()
        {
            Name = service.Name,
            Broker = broker.Options with { ClientName = $"{service.Name}-{Environment.MachineName}" },
            Topic = broker.Topic,
            Path = Path.GetFullPath(section.RequiredText("path")),
            Format = section.Read("format", Formats.ByName) ?? Formats.Known(section, "path"),
            MaxTime = section.Time("maxTime", TimeSpan.FromSeconds(1)) ?? TimeSpan.FromMinutes(15),
            MaxPending = section.Size("maxPending", LeastPending) ?? PublishedFramesWriterOptions.DefaultMaxPending,
            StatePath = section.Text("statePath") is { } state ? Path.GetFullPath(state) : null,
        });
    }
}
