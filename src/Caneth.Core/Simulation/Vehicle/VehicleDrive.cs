namespace Caneth.Simulation;

/// <summary>A vehicle that drives, and what its control units send of it unasked.</summary>
/// <param name="messages">Their messages.</param>
internal sealed class VehicleDrive(IReadOnlyList<VehicleMessage> messages)
{
    private const int TickLength = 10;

    // After a longer stop of the whole computer, the vehicle does not make up for lost time.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<VehicleMessage> messages = messages;
    private readonly CanFrame[] frames = new CanFrame[messages.Count];
    private long started = long.MinValue;

    /// <summary>Which frames are left out, because who sends them is silent; null for none.</summary>
    public Func<CanFrame, bool>? IsLeftOut { get; init; }

    /// <summary>What the vehicle is doing now.</summary>
    public VehicleState Now(ICanBus bus)
    {
        var begin = Volatile.Read(ref started);
        return new(begin == long.MinValue ? 0 : bus.TimeProvider.GetElapsedTime(begin).TotalSeconds);
    }

    /// <summary>Drives until it is cancelled.</summary>
    public async Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        var time = bus.TimeProvider;
        var begin = time.GetTimestamp();
        Volatile.Write(ref started, begin);
        for (var tick = 0L; ; tick++)
        {
            var wait = TimeSpan.FromMilliseconds(tick * TickLength) - time.GetElapsedTime(begin);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
            else if (-wait > LongestDelay)
            {
                tick += (long)(-wait).TotalMilliseconds / TickLength;
            }

            cancellationToken.ThrowIfCancellationRequested();
            bus.Send(frames.AsSpan(0, FillTick(tick)));
        }
    }

    private int FillTick(long tick)
    {
        var vehicle = new VehicleState(tick * TickLength / 1000.0);
        var count = 0;
        for (var index = 0; index < messages.Count; index++)
        {
            // Each message a little later than the one before, so that the slow ones do not all come at once.
            var message = messages[index];
            var ticks = message.Period / TickLength;
            if ((tick - index % ticks) % ticks == 0)
            {
                frames[count] = message.FrameOf(vehicle, tick / ticks);
                count += IsLeftOut?.Invoke(frames[count]) == true ? 0 : 1;
            }
        }

        return count;
    }
}
