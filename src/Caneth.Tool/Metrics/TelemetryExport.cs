using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Caneth.Tool.Configuration;
using Caneth.Tool.Devices;
using Caneth.Tool.Services;

namespace Caneth.Tool.Metrics;

/// <summary>
/// Sends metrics to a collector of OpenTelemetry: OTLP over HTTP, in its JSON encoding (OpenTelemetry Protocol Specification 1, "OTLP/HTTP" and "JSON
/// Protobuf Encoding"). What a collector misses is in the next, since counters say how much there was since the start.
/// </summary>
internal sealed class TelemetryExport : IAsyncDisposable
{
    private const int Cumulative = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TelemetrySettings settings;
    private readonly MetricsReader metrics;
    private readonly string name;
    private readonly ServiceLog log;
    private readonly HttpClient client = new() { Timeout = Patience };
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private readonly long begun = Now();
    private bool failed;

    /// <summary>Begins to send.</summary>
    /// <param name="settings">Where to and how often.</param>
    /// <param name="metrics">What is sent.</param>
    /// <param name="name">What the service is called.</param>
    /// <param name="log">Where to say that nobody takes it.</param>
    public TelemetryExport(TelemetrySettings settings, MetricsReader metrics, string name, ServiceLog log)
    {
        this.settings = settings;
        this.metrics = metrics;
        this.name = name;
        this.log = log;
        running = Task.Run(RunAsync);
    }

    /// <summary>Sends the last numbers, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        client.Dispose();
        stop.Dispose();
    }

    private static long Now() => ((Timestamp)DateTimeOffset.UtcNow).Nanoseconds;

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(settings.Every, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SendAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint) { Content = new ByteArrayContent(ToJson()) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (header, value) in settings.Headers)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            // In the end it is tried once, and not waited for long.
            using var patience = new CancellationTokenSource(stop.IsCancellationRequested ? TimeSpan.FromSeconds(1) : Patience);
            using var response = await client.SendAsync(request, patience.Token).ConfigureAwait(false);
            Tell(response.IsSuccessStatusCode ? null : $"it answers {(int)response.StatusCode}");
        }
        catch (Exception failure)
        {
            Tell(failure.Message);
        }
    }

    private void Tell(string? failure)
    {
        if (failure is null == failed)
        {
            failed = failure is not null;
            log.Tell(failed ? $"Metrics do not reach {settings.Endpoint}: {failure}" : $"Metrics reach {settings.Endpoint} again.", failed ? LogLevel.Warning : LogLevel.Info);
        }
    }

    private byte[] ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceMetrics");
            json.WriteStartObject();
            json.WriteStartObject("resource");
            WriteAttributes(json, [new("service.name", "caneth"), new("service.instance.id", name), new("host.name", Environment.MachineName)]);
            json.WriteEndObject();
            json.WriteStartArray("scopeMetrics");
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", "Caneth");
            json.WriteEndObject();
            json.WriteStartArray("metrics");
            foreach (var metric in metrics.Read())
            {
                Write(json, metric, Now());
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private void Write(Utf8JsonWriter json, Metric metric, long now)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteString("unit", metric.Unit ?? "");
        json.WriteString("description", metric.Description ?? "");
        json.WriteStartObject(metric.IsCounter ? "sum" : "gauge");
        if (metric.IsCounter)
        {
            json.WriteNumber("aggregationTemporality", Cumulative);
            json.WriteBoolean("isMonotonic", true);
        }

        json.WriteStartArray("dataPoints");
        foreach (var point in metric.Points)
        {
            json.WriteStartObject();
            WriteAttributes(json, point.Tags);

            // Numbers of 64 bits are texts in this encoding.
            json.WriteString("startTimeUnixNano", begun.ToString(CultureInfo.InvariantCulture));
            json.WriteString("timeUnixNano", now.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("asDouble", point.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, KeyValuePair<string, string>[] attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            json.WriteString("stringValue", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
