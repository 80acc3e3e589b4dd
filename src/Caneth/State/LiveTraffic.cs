using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.State;

/// <summary>
/// What a device receives, by id: the latest frame, how many came, and when. It begins when a database is bound to the device or when
/// somebody asks first, so whoever does neither pays nothing, and ends with the device.
/// </summary>
internal sealed class LiveTraffic
{
    /// <summary>How many ids are kept: a bus has a few hundred, and whoever sends all half a billion is not to fill the memory.</summary>
    public const int MaxIds = 65_536;

    private static readonly ConditionalWeakTable<CanSession, LiveTraffic> All = [];

    private readonly Lock gate = new();
    private readonly Dictionary<uint, IdTraffic> byId = [];
    private readonly Func<DatabaseSet> databases;
    private readonly FrameSubscription subscription;
    private long others;

    private LiveTraffic(CanSession session, DatabaseBindings bindings)
    {
        databases = () => bindings.Of(session);
        Since = DateTime.UtcNow;
        lock (gate)
        {
            subscription = session.Subscribe(new() { Reader = "the list of what is on the bus", Available = Collect });
        }
    }

    /// <summary>When counting began.</summary>
    public Timestamp Since { get; }

    /// <summary>How many frames came of ids beyond <see cref="MaxIds"/>.</summary>
    public long Others => Interlocked.Read(ref others);

    /// <summary>What a device receives; it is counted from now on at the latest.</summary>
    /// <param name="session">The device.</param>
    /// <param name="bindings">What its frames mean.</param>
    /// <param name="isNew">Whether counting begins now, so that there is nothing to see yet.</param>
    public static LiveTraffic Of(CanSession session, DatabaseBindings bindings, out bool isNew)
    {
        // Two who ask at the same time are not to subscribe twice.
        lock (All)
        {
            isNew = !All.TryGetValue(session, out var traffic);
            return traffic ?? All.GetValue(session, session => new(session, bindings));
        }
    }

    /// <summary>What is known of each id, in the order of the ids.</summary>
    public IReadOnlyList<SeenId> Snapshot()
    {
        lock (gate)
        {
            return [.. byId.Values.Select(id => id.Snapshot()).OrderBy(id => id.Frame.Extended).ThenBy(id => id.Frame.Id)];
        }
    }

    // On the receiving thread, for each read: takes it at once, so that nothing waits and nothing counts as lost.
    private void Collect()
    {
        lock (gate)
        {
            var known = databases();
            foreach (ref readonly var frame in subscription.Take().Span)
            {
                if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) == 0)
                {
                    Count(frame, known);
                }
            }
        }
    }

    private void Count(in CanFrame frame, DatabaseSet known)
    {
        var key = CanDatabase.Key(frame.Id, frame.Extended);
        if (!byId.TryGetValue(key, out var id))
        {
            if (byId.Count >= MaxIds)
            {
                Interlocked.Increment(ref others);
                return;
            }

            byId.Add(key, id = new(frame));
        }

        id.Add(frame, known);
    }
}
