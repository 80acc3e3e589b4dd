using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>What is looked at when somebody reads the meter: how each open session is at that moment.</summary>
internal static class SessionGauges
{
    /// <summary>The tag that names the session of a measurement.</summary>
    public const string DeviceTag = "device";

    private static readonly ConcurrentDictionary<ISource, bool> Sources = new();

    static SessionGauges()
    {
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

    /// <summary>Looks at a session, until <see cref="Remove"/>.</summary>
    public static void Add(ISource source) => Sources.TryAdd(source, true);

    /// <summary>Looks at a session no more.</summary>
    public static void Remove(ISource source) => Sources.TryRemove(source, out _);

    private static void Add(string name, string unit, string description, Func<ISource, double?> value) => CanMeter.Instance.CreateObservableGauge(
        name,
        () => from source in Sources.Keys
              let now = value(source)
              where now is not null
              select new Measurement<double>(now.Value, new KeyValuePair<string, object?>(DeviceTag, source.Name)),
        unit,
        description);
}
