using Caneth.Sessions;
using Caneth.Tool.Configuration;
using Caneth.Tool.Devices;

namespace Caneth.Tool.Services;

/// <summary>The sessions of the devices of a configuration, each opened with who reads it, so that it misses nothing.</summary>
/// <param name="log">Where to tell what happens to them.</param>
/// <param name="subscribe">Begins to read a session, before it connects.</param>
internal sealed class Gateways(ServiceLog log, Action<CanSession> subscribe) : IAsyncDisposable
{
    private const int MostNamed = 5;

    private readonly Lock gate = new();
    private readonly List<(GatewaySettings Settings, CanSession Session)> sessions = [];

    /// <summary>The sessions.</summary>
    public IReadOnlyList<CanSession> Sessions
    {
        get
        {
            lock (gate)
            {
                return [.. sessions.Select(entry => entry.Session)];
            }
        }
    }

    /// <summary>A number of devices in words.</summary>
    public static string Count(int devices) => devices == 1 ? "1 device" : $"{devices:N0} devices";

    /// <summary>Opens the sessions of those that are wanted, and closes those of others.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <returns>How many came and how many went.</returns>
    public async Task<(int Added, int Removed)> ApplyAsync(IReadOnlyList<GatewaySettings> wanted)
    {
        (GatewaySettings Settings, CanSession Session)[] gone;
        GatewaySettings[] added;
        lock (gate)
        {
            gone = [.. sessions.Where(entry => !wanted.Contains(entry.Settings))];
            added = [.. wanted.Where(settings => !sessions.Exists(entry => entry.Settings == settings))];
            sessions.RemoveAll(gone.Contains);
        }

        await Task.WhenAll(gone.Select(entry => entry.Session.DisposeAsync().AsTask())).ConfigureAwait(false);
        foreach (var settings in added)
        {
            Open(settings);
        }

        return (added.Length, gone.Length);
    }

    /// <summary>Says how the devices are.</summary>
    public void Report(HealthReport report) => Report(report, Sessions);

    /// <summary>Says how devices are.</summary>
    public static void Report(HealthReport report, IReadOnlyList<CanSession> sessions)
    {
        var away = sessions.Where(session => session.State != CanSessionState.Connected).Select(session => session.Name).ToArray();
        report.Fact("devices", sessions.Count)
            .Fact("devicesConnected", sessions.Count - away.Length)
            .Fact("framesReceived", sessions.Sum(session => session.FramesReceived))
            .When(away.Length > 0, HealthStatus.Degraded,
                $"{away.Length} of {Count(sessions.Count)} not connected: {string.Join(", ", away.Take(MostNamed))}{(away.Length > MostNamed ? ", ..." : "")}.");
    }

    /// <summary>Tells what happens to a session from now on.</summary>
    public static void Watch(CanSession session, ServiceLog log) =>
        log.Follow(session.Name, session.EventsAfter, tell => session.EventHappened += (_, _) => tell(), LogLevel.Debug);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ApplyAsync([]).ConfigureAwait(false);

    private void Open(GatewaySettings settings)
    {
        var session = CanSession.Open(settings.Options with
        {
            BeforeConnecting = opened =>
            {
                Watch(opened, log);
                subscribe(opened);
            },
        });
        lock (gate)
        {
            sessions.Add((settings, session));
        }
    }
}
