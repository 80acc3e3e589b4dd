using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Caneth.Sessions;

/// <summary>What is looked at when somebody reads a meter: how each open session is at that moment.</summary>
internal sealed class SessionGauges
{
    /// <summary>The tag that names the session of a measurement.</summary>
    public const string DeviceTag = "device";

    private static readonly ConditionalWeakTable<Meter, SessionGauges> Gauges = [];

    private readonly ConcurrentDictionary<ISource, bool> sources = new();
    private readonly Meter meter;

    private SessionGauges(Meter meter)
    {
        this.meter = meter;
        Add("caneth.connected", "{connection}", "1 where the session is connected, 0 where it is not.", source => source.IsConnected ? 1 : 0);
        Add("caneth.frames.pending", "{frame}", "Frames that wait to be sent.", source => source.FramesPending);
        Add("caneth.frames.age", "s", "Seconds since the last frame was received.", source => source.SinceLastFrame?.TotalSeconds);
    }

    /// <summary>Whoever is looked at.</summary>
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

    /// <summary>Those of a meter.</summary>
    public static SessionGauges Of(Meter meter)
    {
        // The table alone might make two, and each instrument would be there twice.
        lock (Gauges)
        {
            return Gauges.GetValue(meter, static meter => new(meter));
        }
    }

    /// <summary>Looks at a session, until <see cref="Remove"/>.</summary>
    public void Add(ISource source) => sources.TryAdd(source, true);

    /// <summary>Looks at a session no more.</summary>
    public void Remove(ISource source) => sources.TryRemove(source, out _);

    private void Add(string name, string unit, string description, Func<ISource, double?> value) => meter.CreateObservableGauge(
        name,
        () => from source in sources.Keys
              let now = value(source)
              where now is not null
              select new Measurement<double>(now.Value, new KeyValuePair<string, object?>(DeviceTag, source.Name)),
        unit,
        description);
}
