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

    private readonly ConcurrentDictionary<SessionLoop, bool> sessions = new();
    private readonly Meter meter;

    private SessionGauges(Meter meter)
    {
        this.meter = meter;
        Add("caneth.connected", "{connection}", "1 where the session is connected, 0 where it is not.", session => session.State == CanSessionState.Connected ? 1 : 0);
        Add("caneth.frames.pending", "{frame}", "Frames that wait to be sent.", session => session.Core.Queue.FramesPending);
        Add("caneth.frames.age", "s", "Seconds since the last frame was received.", session => session.Core.Clock.SinceLastFrame?.TotalSeconds);
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
    public void Add(SessionLoop session) => sessions.TryAdd(session, true);

    /// <summary>Looks at a session no more.</summary>
    public void Remove(SessionLoop session) => sessions.TryRemove(session, out _);

    private void Add(string name, string unit, string description, Func<SessionLoop, double?> value) => meter.CreateObservableGauge(
        name,
        () => from session in sessions.Keys
              let now = value(session)
              where now is not null
              select new Measurement<double>(now.Value, new KeyValuePair<string, object?>(DeviceTag, session.Core.Name)),
        unit,
        description);
}
