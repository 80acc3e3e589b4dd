namespace Caneth.Publishing;

/// <summary>The devices of a publisher: looks at all of them, several times a second, and takes what came into the spool.</summary>
internal sealed class PublisherLanes : IDisposable
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(20);

    private readonly SpoolGate spool;
    private readonly PublisherOptions options;
    private readonly PublisherEventLog events;
    private readonly Lock gate = new();
    private volatile PublisherLane[] lanes;
    private volatile bool isCollected;
    private long activeAt;

    /// <summary>The devices that a publisher begins with.</summary>
    /// <param name="lanes">The devices.</param>
    /// <param name="spool">What takes the batches; it notes in between how far the broker is.</param>
    /// <param name="options">How often, and whether more may come.</param>
    /// <param name="events">Where to tell that all are at their end.</param>
    public PublisherLanes(IEnumerable<PublisherLane> lanes, SpoolGate spool, PublisherOptions options, PublisherEventLog events)
    {
        this.lanes = [.. lanes];
        this.spool = spool;
        this.options = options;
        this.events = events;
        NoteActive();
    }

    /// <summary>What they are called.</summary>
    public IReadOnlyList<string> Names => [.. lanes.Select(lane => lane.Name)];

    /// <summary>Frames that wait to become a batch.</summary>
    public long FramesWaiting => lanes.Sum(lane => lane.FramesWaiting);

    /// <summary>When they were looked at the last time.</summary>
    public Timestamp ActiveAt => new(Volatile.Read(ref activeAt));

    /// <summary>Whether all is taken, and nothing more will be.</summary>
    public bool IsCollected => isCollected;

    /// <summary>Adds one.</summary>
    /// <param name="lane">The device.</param>
    /// <returns>Whether it was taken: not where the publisher ends with the devices that it has, or does not look at them any more.</returns>
    public bool TryAdd(PublisherLane lane)
    {
        lock (gate)
        {
            if (!options.StaysOpen || isCollected)
            {
                return false;
            }

            lanes = [.. lanes, lane];
            return true;
        }
    }

    /// <summary>Takes what comes, until it is stopped or all of them are at their end.</summary>
    /// <param name="stop">Stops it; what came until then is taken.</param>
    /// <returns>Done when all is taken, or cannot be.</returns>
    public async Task CollectAsync(CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(TickOf(options), options.TimeProvider);
            var over = false;
            while (!over)
            {
                over = !await NextTickAsync(timer, stop).ConfigureAwait(false);

                // Asked before the frames are taken: what comes before the end is taken then.
                var all = lanes;
                over |= !options.StaysOpen && all.All(lane => lane.IsOver);
                foreach (var lane in all)
                {
                    var isOver = lane.IsOver;
                    var isTaken = lane.Collect(over || isOver);
                    over &= isTaken || stop.IsCancellationRequested;
                    if (options.StaysOpen && isOver && isTaken)
                    {
                        Leave(lane);
                    }
                }

                NoteActive();
                spool.Save();
            }

            if (!stop.IsCancellationRequested)
            {
                ReportEnd();
            }

            foreach (var lane in lanes)
            {
                lane.Abandon();
            }
        }
        finally
        {
            lock (gate)
            {
                isCollected = true;
            }
        }
    }

    /// <summary>Disposes of what is left of them.</summary>
    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    private static async Task<bool> NextTickAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TimeSpan TickOf(PublisherOptions options)
    {
        var wanted = options.Signals is { } signals && signals.Interval < options.MaxDelay / 4 ? signals.Interval : options.MaxDelay / 4;
        return wanted < ShortestTick ? ShortestTick : wanted > LongestTick ? LongestTick : wanted;
    }

    /// <summary>Lets a device go whose source is at its end.</summary>
    private void Leave(PublisherLane lane)
    {
        lock (gate)
        {
            lanes = [.. lanes.Where(other => other != lane)];
        }

        lane.Dispose();
    }

    private void ReportEnd()
    {
        var isFailure = lanes.Any(lane => lane.HasFailed);
        events.Add(PublisherEventKind.Ended, isFailure ? EventLevel.Warning : EventLevel.Information, PublisherMessages.Ended([.. lanes.Select(lane => lane.EndReason)]));
    }

    private void NoteActive() => Volatile.Write(ref activeAt, ((Timestamp)options.TimeProvider.GetUtcNow()).Nanoseconds);
}
