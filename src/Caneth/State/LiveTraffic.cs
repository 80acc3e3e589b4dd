using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Statistics;

namespace Caneth.State;

/// <summary>
/// What a device receives, by id: the latest frame, how many came, and when. It begins when a database is bound to the device or when
/// somebody asks first, so whoever does neither pays nothing, and ends with the device.
/// </summary>
internal sealed class LiveTraffic
{
    private static readonly ConditionalWeakTable<CanSession, LiveTraffic> All = [];

    private readonly Lock gate = new();
    private readonly FrameTable table;
    private readonly Func<DatabaseSet> databases;
    private readonly FrameSubscription subscription;

    private LiveTraffic(CanSession session, DatabaseBindings bindings)
    {
        table = new() { Device = session.Name };
        databases = () => bindings.Of(session);
        Since = DateTime.UtcNow;
        lock (gate)
        {
            subscription = session.Subscribe(new() { Reader = "the list of what is on the bus", Available = Collect });
        }
    }

    /// <summary>When counting began.</summary>
    public Timestamp Since { get; }

    /// <summary>How many frames came of ids for which there was no room, and how many ids are kept.</summary>
    public (int Ids, long Frames) NotListed
    {
        get
        {
            lock (gate)
            {
                return (table.IdCount, table.FramesNotListed);
            }
        }
    }

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

    /// <summary>What is known of each id that came with data, in the order of the ids.</summary>
    /// <param name="now">The end of the time that the rates are of.</param>
    public IReadOnlyList<FrameStatistics> Snapshot(Timestamp now)
    {
        lock (gate)
        {
            return [.. table.GetIds((now - Since).TotalSeconds).Where(id => !id.Remote)];
        }
    }

    // On the receiving thread, for each read: takes it at once, so that nothing waits and nothing counts as lost.
    private void Collect()
    {
        lock (gate)
        {
            table.Databases = databases();
            table.Add(subscription.Take().Span);
        }
    }
}
