using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Statistics;

namespace Caneth.State;

/// <summary>
/// What a device receives, by id: the latest frame, how many came, and when. It is counted on the thread that receives, so nobody is woken
/// for a frame, and ends with the device.
/// </summary>
internal sealed class LiveTraffic : IDisposable
{
    private static readonly ConditionalWeakTable<CanSession, LiveTraffic> All = [];

    private readonly Lock gate = new();
    private readonly CanSession session;
    private readonly Func<DatabaseSet> databases;
    private readonly FrameSubscription subscription;
    private readonly FrameTableOptions? counting;
    private FrameTable table;

    /// <summary>Counts from now on.</summary>
    /// <param name="session">The device.</param>
    /// <param name="databases">Tells what its frames mean, for each read.</param>
    /// <param name="options">Which frames, and who reads.</param>
    /// <param name="counting">What to look at; by default no more than is always counted.</param>
    public LiveTraffic(CanSession session, Func<DatabaseSet> databases, SubscriptionOptions options, FrameTableOptions? counting = null)
    {
        this.session = session;
        this.databases = databases;
        this.counting = counting;
        table = New();
        lock (gate)
        {
            subscription = session.Subscribe(options with { Available = Collect });
        }
    }

    /// <summary>When counting began.</summary>
    public Timestamp Since { get; private set; }

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

    /// <summary>
    /// What a device receives, counted for all who ask. It begins when a database is bound to the device or when somebody asks first, so
    /// whoever does neither pays nothing.
    /// </summary>
    /// <param name="session">The device.</param>
    /// <param name="bindings">What its frames mean.</param>
    /// <param name="isNew">Whether counting begins now, so that there is nothing to see yet.</param>
    public static LiveTraffic Of(CanSession session, DatabaseBindings bindings, out bool isNew)
    {
        // Two who ask at the same time are not to subscribe twice.
        lock (All)
        {
            isNew = !All.TryGetValue(session, out var traffic);
            return traffic ?? All.GetValue(session, session => new(session, () => bindings.Of(session), new() { Reader = "the list of what is on the bus" }));
        }
    }

    /// <summary>What is known of each id, in the order of the ids.</summary>
    /// <param name="now">The end of the time that the rates are of.</param>
    public IReadOnlyList<FrameStatistics> Snapshot(Timestamp now)
    {
        lock (gate)
        {
            return table.GetIds((now - Since).TotalSeconds);
        }
    }

    /// <summary>Begins to count anew.</summary>
    public void Clear()
    {
        lock (gate)
        {
            table = New();
        }
    }

    /// <summary>Counts no more.</summary>
    public void Dispose() => subscription.Dispose();

    private FrameTable New()
    {
        Since = DateTime.UtcNow;
        return new(counting) { Device = session.Name };
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
