using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Bridges;

/// <summary>
/// Joins the buses of two sessions: what is on one of them, received or sent by this process, goes to the other, in both directions or in
/// one. All members are safe for all threads.
/// </summary>
/// <remarks>
/// What waits too long is dropped, since stale commands after an outage are what bridges do harm with. Frames do not come back to the bus
/// that they are from; bridges that would close a circle are refused, and one that runs in a circle which nobody can see from here ends.
/// </remarks>
/// <example>
/// <code>
/// await using var bench = await CanSession.ConnectAsync("192.168.0.7", 20001);
/// await using var car = await CanSession.ConnectAsync("192.168.0.7", 20002);
/// await using var bridge = CanBridge.Start(bench, car, new() { Filter = FrameFilter.ForId(0x123), OneWay = true });
/// await bridge.Completion;
/// </code>
/// </example>
public sealed class CanBridge : IAsyncDisposable
{
    private readonly CanSession from;
    private readonly CanSession to;
    private readonly BridgeOptions options;
    private readonly Tally<BridgeCounter> counters = new();
    private readonly BridgeEventLog events;
    private readonly IDisposable joint;
    private readonly BridgeLane there;
    private readonly BridgeLane? back;
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isStopped;
    private int isTold;

    private CanBridge(CanSession from, CanSession to, BridgeOptions options)
    {
        this.from = from;
        this.to = to;
        this.options = options;
        events = new(options.Name, from.Options.TimeProvider);
        events.Added += happened => EventHappened?.Invoke(this, happened);
        joint = BridgeGraph.Join(from, to, options.OneWay);
        there = new(from, to, options, isWayBack: false, counters, events);
        back = options.OneWay ? null : new(to, from, options, isWayBack: true, counters, events);
        _ = Task.Run(RunAsync);
    }

    /// <summary>Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the bridge: a handler must not block.</summary>
    public event EventHandler<BridgeEvent>? EventHappened;

    /// <summary>What it is called.</summary>
    public string Name => options.Name;

    /// <summary>The name of the first device.</summary>
    public string From => from.Name;

    /// <summary>The name of the second device.</summary>
    public string To => to.Name;

    /// <summary>Whether frames go from the first device to the second alone.</summary>
    public bool OneWay => options.OneWay;

    /// <summary>What it is doing.</summary>
    public BridgeState State => Volatile.Read(ref isStopped) == 0 ? BridgeState.Running : BridgeState.Stopped;

    /// <summary>Frames that went from the first device to the second.</summary>
    public long FramesForwarded => counters[BridgeCounter.FramesForwarded];

    /// <summary>Frames that went back.</summary>
    public long FramesReturned => counters[BridgeCounter.FramesReturned];

    /// <summary>Frames that were dropped, for whatever of the reasons below.</summary>
    public long FramesDropped => FramesOverrun + FramesTooOld + FramesNotCarried + FramesRefused;

    /// <summary>Frames that came faster than they could be carried.</summary>
    public long FramesOverrun => there.FramesDropped + (back?.FramesDropped ?? 0);

    /// <summary>Frames that waited longer than <see cref="BridgeOptions.MaxAge"/>.</summary>
    public long FramesTooOld => counters[BridgeCounter.FramesTooOld];

    /// <summary>Frames that the other side cannot carry.</summary>
    public long FramesNotCarried => counters[BridgeCounter.FramesNotCarried];

    /// <summary>Frames for which the send buffer of the other side had no room.</summary>
    public long FramesRefused => counters[BridgeCounter.FramesRefused];

    /// <summary>Why it has ended; null where it runs, or was stopped.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Done when it has ended, whatever ended it, and nothing of it is left.</summary>
    public Task Completion => completion.Task;

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>Joins two sessions. Frames that come from now on are carried; it ends with either of the sessions.</summary>
    /// <param name="from">The first session, connected or not.</param>
    /// <param name="to">The second.</param>
    /// <param name="options">Which frames, and how; null for all of them in both directions.</param>
    /// <returns>The running bridge.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or both sessions are one.</exception>
    /// <exception cref="InvalidOperationException">Frames would go in a circle, over other bridges of this process.</exception>
    public static CanBridge Start(CanSession from, CanSession to, BridgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        options ??= new();
        options.Validate();
        return new(from, to, options);
    }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<BridgeEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>Ends it. Frames that are on their way are still sent.</summary>
    /// <returns>Ends when nothing of it is left.</returns>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Completion.ConfigureAwait(false);
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private void Stop()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(CarryAsync(there, back?.Mark, from, to), back is null ? WatchAsync(to) : CarryAsync(back, there.Mark, to, from)).ConfigureAwait(false);
        Volatile.Write(ref isStopped, 1);
        joint.Dispose();
        there.Dispose();
        back?.Dispose();
        events.Dispose();
        ending.Dispose();
        completion.TrySetResult();
    }

    /// <summary>Carries the frames of one direction. Never fails, and ends the other with itself.</summary>
    private async Task CarryAsync(BridgeLane lane, SenderMark? other, CanSession source, CanSession destination)
    {
        try
        {
            var looped = await lane.RunAsync(other, ending.Token).ConfigureAwait(false);
            if (looped is { } frame)
            {
                End(BridgeEventKind.Loop, EventLevel.Error, BridgeMessages.Loop(frame, LoopGuard.Most, LoopGuard.Window), null);
            }
            else
            {
                EndWithDevice(source);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It was stopped, or the other direction has ended.
        }
        catch (Exception failure)
        {
            EndWithDevice(destination, failure);
        }

        Stop();
    }

    /// <summary>Ends with a device from which nothing is read, so that nothing else tells of its end.</summary>
    private async Task WatchAsync(CanSession device)
    {
        await device.Completion.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndWithDevice(device);
        Stop();
    }

    private void EndWithDevice(CanSession device, Exception? failure = null) =>
        End(BridgeEventKind.Ended, EventLevel.Warning, BridgeMessages.DeviceEnded(device.Name), failure);

    private void End(BridgeEventKind kind, EventLevel level, string message, Exception? failure)
    {
        if (!ending.IsCancellationRequested && Interlocked.Exchange(ref isTold, 1) == 0)
        {
            LastError = failure ?? new InvalidOperationException(message);
            events.End(kind, level, message);
        }
    }
}
