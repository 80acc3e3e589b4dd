using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// The control units of a car. What they say at once they say when the frame comes; all else when its time has come, which is never early and may be
/// some milliseconds late.
/// </summary>
/// <param name="units">The control units.</param>
/// <param name="car">What the car is doing at a moment.</param>
internal sealed class SimulatedEcus(SimulatedEcu[] units, Func<ICanBus, VehicleState> car)
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
            var (now, state, isForAny) = (Now(bus), car(bus), false);
            foreach (var unit in units)
            {
                isForAny |= unit.OnFrame(frame, state, now, bus);
            }

            if (isForAny)
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
            var (now, state) = (Now(bus), car(bus));
            foreach (var unit in units)
            {
                unit.OnTime(state, now, bus);
            }

            Arm(now);
        }
    }

    /// <summary>Has the timer come when the first of them has something to do; one that comes earlier looks again.</summary>
    private void Arm(TimeSpan now)
    {
        foreach (var unit in units)
        {
            if (timer is not null && unit.Due is { } next && (armed is null || next < armed))
            {
                armed = next;

                // Timers go by whole milliseconds.
                timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((next - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
