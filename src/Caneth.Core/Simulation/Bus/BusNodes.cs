using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// Those who are on the bus and answer. What they say at once they say when the frame comes; all else when its time has come, which is never early
/// and may be some milliseconds late.
/// </summary>
/// <param name="nodes">Who is on the bus.</param>
/// <param name="vehicle">What the vehicle is doing at a moment.</param>
internal sealed class BusNodes(IReadOnlyList<IBusNode> nodes, Func<ICanBus, VehicleState> vehicle)
{
    private readonly Lock gate = new();
    private readonly AsyncSignal due = new();
    private ITimer? timer;
    private TimeSpan? armed;

    /// <summary>Shows them a frame.</summary>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        lock (gate)
        {
            var (now, state, isTaken) = (Now(bus), vehicle(bus), false);
            foreach (var node in nodes)
            {
                isTaken |= node.OnFrame(frame, state, now, bus);
            }

            if (isTaken)
            {
                Arm(now);
            }
        }
    }

    /// <summary>Does what is due, until it is cancelled.</summary>
    public async Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        var own = bus.TimeProvider.CreateTimer(static signal => ((AsyncSignal)signal!).Set(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Hand(own);
            while (true)
            {
                OnTime(bus);
                await due.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Hand(null);
            await own.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TimeSpan Now(ICanBus bus) => bus.TimeProvider.GetElapsedTime(0);

    private void Hand(ITimer? one)
    {
        lock (gate)
        {
            timer = one;
        }
    }

    private void OnTime(ICanBus bus)
    {
        lock (gate)
        {
            armed = null;
            var (now, state) = (Now(bus), vehicle(bus));
            foreach (var node in nodes)
            {
                node.OnTime(state, now, bus);
            }

            Arm(now);
        }
    }

    /// <summary>Has the timer come when the first of them has something to do; one that comes earlier looks again.</summary>
    private void Arm(TimeSpan now)
    {
        foreach (var node in nodes)
        {
            if (timer is not null && node.Due is { } next && (armed is null || next < armed))
            {
                armed = next;

                // Timers go by whole milliseconds.
                timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((next - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
