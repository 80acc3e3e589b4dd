using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Caneth.Sessions;

/// <summary>
/// The meter <c>Caneth</c>: what sessions, and whoever else counts, tell to OpenTelemetry and <c>dotnet-counters</c>. docs/metrics.md
/// lists its instruments and their tags.
/// </summary>
internal static class CanMeter
{
    /// <summary>The tag that names the session of a measurement.</summary>
    public const string DeviceTag = "device";

    private static readonly Meter Meter = new("Caneth", typeof(CanMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
        .InformationalVersion.Split('+')[0]);

    private static readonly ConcurrentDictionary<ISource, bool> Sources = new();

    static CanMeter()
    {
        Gauge("caneth.connected", "{connection}", "1 where the session is connected, 0 where it is not.", source => source.IsConnected ? 1 : 0);
        Gauge("caneth.frames.pending", "{frame}", "Frames that wait to be sent.", source => source.FramesPending);
        Gauge("caneth.frames.age", "s", "Seconds since the last frame was received.", source => source.SinceLastFrame?.TotalSeconds);
    }

    /// <summary>Whoever is looked at when somebody reads the gauges.</summary>
    internal interface ISource
    {
        /// <summary>The name of the session.</summary>
        string Name { get; }

        /// <summary>Whether it is connected.</summary>
        bool IsConnected { get; }

        /// <summary>How many frames wait to be sent.</summary>
        int FramesPending { get; }

        /// <summary>How long ago the last frame was received; null where none was.</summary>
        TimeSpan? SinceLastFrame { get; }
    }

    /// <summary>Makes a counter.</summary>
    public static Counter<long> Counter(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    /// <summary>Lets the gauges look at a session, until <see cref="Remove"/>.</summary>
    public static void Add(ISource source) => Sources.TryAdd(source, true);

    /// <summary>Lets the gauges look at a session no more.</summary>
    public static void Remove(ISource source) => Sources.TryRemove(source, out _);

    private static void Gauge(string name, string unit, string description, Func<ISource, double?> value) => Meter.CreateObservableGauge(
        name,
        () => from source in Sources.Keys
              let now = value(source)
              where now is not null
              select new Measurement<double>(now.Value, new KeyValuePair<string, object?>(DeviceTag, source.Name)),
        unit,
        description);
}
