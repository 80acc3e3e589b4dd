using System.Net;
using Caneth.Tool.Configuration;
using Caneth.Tool.Devices;
using Caneth.Tool.Metrics;

namespace Caneth.Tool.Services;

/// <summary>
/// Runs a service until SIGTERM or SIGINT asks it to end: tells systemd how it is, offers its health and its metrics, and has SIGHUP do what it asks for.
/// </summary>
internal sealed class ServiceHost : IDisposable
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(2);

    private readonly string kind;
    private readonly ServiceSettings settings;
    private readonly ServiceLog log;
    private readonly MetricsReader metrics = new();
    private readonly SystemdNotifier manager = new();
    private readonly SemaphoreSlim hangUps = new(0);
    private readonly Interruption interruption;
    private readonly HealthFile? file;
    private HealthStatus? lastStatus;

    private ServiceHost(string kind, ServiceSettings settings)
    {
        this.kind = kind;
        this.settings = settings;
        log = new(settings.Log);
        interruption = new(() => hangUps.Release());
        file = settings.Health is { } path && !ServiceSettings.IsAddress(path) ? new(path, log) : null;
    }

    /// <summary>Runs a service to its end.</summary>
    /// <param name="kind">The verb.</param>
    /// <param name="settings">What it is called, and how it tells of itself.</param>
    /// <param name="start">Begins its work.</param>
    /// <returns>The exit status: 0 where it was asked to end.</returns>
    public static int Run(string kind, ServiceSettings settings, Func<ServiceLog, Task<IService>> start)
    {
        using var host = new ServiceHost(kind, settings);
        try
        {
            return host.RunAsync(start).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is CommandFailure or ConfigException or ArgumentException)
        {
            host.log.Tell($"caneth {kind}: {Verbs.Read.MessageOf(failure)}", LogLevel.Error);
            return (failure as CommandFailure)?.ExitStatus ?? ExitStatus.WrongUsage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            host.log.Tell($"caneth {kind}: {failure.Message}{((failure as CanException)?.Recommendation is { } advice ? $" {advice}" : "")}", LogLevel.Error);
            return ExitStatus.Failed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        interruption.Dispose();
        hangUps.Dispose();
        manager.Dispose();
        metrics.Dispose();
    }

    private async Task<int> RunAsync(Func<ServiceLog, Task<IService>> start)
    {
        var service = await start(log).ConfigureAwait(false);
        try
        {
            var endpoint = OfferHealth(service);
            await using var its = endpoint.ConfigureAwait(false);
            var telemetry = settings.Telemetry is { } wanted ? new TelemetryExport(wanted, metrics, settings.Name, log) : null;
            await using var sent = (telemetry as IAsyncDisposable ?? new Nothing()).ConfigureAwait(false);
            Observe(service);
            manager.Ready();
            await WatchAsync(service).ConfigureAwait(false);
            manager.Stopping();
            var isAskedTo = !service.Completion.IsCompleted;
            log.Tell(isAskedTo ? "It ends, since it was asked to." : "It has ended, though nobody asked it to.", isAskedTo ? LogLevel.Info : LogLevel.Error);
            return isAskedTo ? ExitStatus.Done : ExitStatus.Failed;
        }
        finally
        {
            await service.DisposeAsync().ConfigureAwait(false);
            file?.Remove();
        }
    }

    private async Task WatchAsync(IService service)
    {
        var round = manager.WatchdogInterval / 3 is { } interval && interval < LongestRound ? interval : LongestRound;
        var hangUp = hangUps.WaitAsync(CancellationToken.None);
        while (!interruption.Token.IsCancellationRequested && !service.Completion.IsCompleted)
        {
            _ = await Task.WhenAny(Task.Delay(round, interruption.Token), hangUp, service.Completion).ConfigureAwait(false);
            if (hangUp.IsCompleted)
            {
                hangUp = hangUps.WaitAsync(CancellationToken.None);
                await ReloadAsync(service).ConfigureAwait(false);
            }

            Observe(service);
        }
    }

    private async Task ReloadAsync(IService service)
    {
        manager.Reloading();
        try
        {
            await service.ReloadAsync(interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            // It ends, which is more.
        }
        catch (Exception failure) when (failure is ConfigException or CommandFailure or ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            log.Tell($"What SIGHUP asks for was not done, and all is as it was: {Verbs.Read.MessageOf(failure)}", LogLevel.Error);
        }

        manager.Ready();
    }

    private void Observe(IService service)
    {
        var report = service.Health();
        if (lastStatus is { } before ? before != report.Status : report.Status != HealthStatus.Ok)
        {
            log.Tell(string.Join(' ', [$"Its health is {HealthReport.NameOf(report.Status)}.", .. report.Problems]), report.Status switch
            {
                HealthStatus.Ok => LogLevel.Info,
                HealthStatus.Degraded => LogLevel.Warning,
                _ => LogLevel.Error,
            });
        }

        lastStatus = report.Status;
        file?.Write(report.ToJson(kind, settings.Name));
        manager.Status($"{HealthReport.NameOf(report.Status)}{(report.Problems.Count > 0 ? $": {report.Problems[0]}" : "")}");
        if (service.IsActive)
        {
            manager.Alive();
        }
    }

    private IAsyncDisposable OfferHealth(IService service)
    {
        if (settings.Health is not { } address || !ServiceSettings.IsAddress(address))
        {
            return new Nothing();
        }

        var endpoint = HealthEndpoint.Start(address, path => path switch
        {
            "/health" => AnswerOf(service.Health()),
            "/metrics" => new(HttpStatusCode.OK, PrometheusText.ContentType, PrometheusText.Of(metrics.Read(), NumbersOf(service.Health()))),
            _ => null,
        });
        log.Tell($"Its health is at {address}health, its metrics at {address}metrics.");
        if (!new Uri(address).IsLoopback)
        {
            log.Tell($"{address} can be read by everybody who reaches it.", LogLevel.Warning);
        }

        return endpoint;
    }

    private HealthEndpoint.Answer AnswerOf(HealthReport report) => new(
        report.Status == HealthStatus.Failing ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, "application/json", report.ToJson(kind, settings.Name));

    private static IEnumerable<KeyValuePair<string, long>> NumbersOf(HealthReport report) =>
        [new("healthy", report.Status == HealthStatus.Failing ? 0 : 1), new("problems", report.Problems.Count), .. report.Facts];

    /// <summary>What is not there.</summary>
    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
