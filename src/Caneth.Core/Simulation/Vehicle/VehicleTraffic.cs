using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A made-up car: 22 messages every 10, 20, 100 and 1000 ms, about 640 frames/s, one of them extended, with values that
/// change as in a town drive; and control units that answer OBD-II requests to 0x7DF, 0x7E0 and 0x7E1.
/// </summary>
/// <remarks>
/// 0x123, every 100 ms, is the body: its first byte is the lamp of the left turn indicator, 1 lit and 0 dark, 0.3 s each.
/// In 0x0C0, 0x0C4, 0x0B4, 0x1A0, 0x0C2, 0x0D0 and 0x1B0 the last but one byte counts from 0 to 15 and the last is the sum of
/// the others and of the id's low byte. <see cref="Database"/> has all of them by name. One car belongs to one simulator.
/// </remarks>
public sealed class VehicleTraffic : IBusTraffic
{
    private const int TickLength = 10;

    // After a longer stop of the whole computer, the car does not make up for lost time.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private static readonly Lazy<CanDatabase> OwnDatabase = new(LoadDatabase);

    private readonly ObdResponder[] controlUnits = [ObdResponder.Engine(), ObdResponder.Gearbox()];
    private readonly CanFrame[] frames = new CanFrame[VehicleMessage.All.Count];
    private long started = long.MinValue;

    /// <summary>What the messages of the car mean; <c>CanDatabase.Save</c> writes it as a DBC file.</summary>
    public static CanDatabase Database => OwnDatabase.Value;

    CanDatabase? IBusTraffic.Database => Database;

    /// <inheritdoc/>
    public async Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bus);
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

    /// <inheritdoc/>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var begin = Volatile.Read(ref started);
        var car = new VehicleState(begin == long.MinValue ? 0 : bus.TimeProvider.GetElapsedTime(begin).TotalSeconds);
        foreach (var controlUnit in controlUnits)
        {
            if (controlUnit.Answer(frame, car) is { } reply)
            {
                bus.Send(new ReadOnlySpan<CanFrame>(in reply));
            }
        }
    }

    private static CanDatabase LoadDatabase()
    {
        using var resource = typeof(VehicleTraffic).Assembly.GetManifestResourceStream(typeof(VehicleTraffic), "Vehicle.dbc")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return CanDatabase.Parse(bytes, "Vehicle.dbc");
    }

    private int FillTick(long tick)
    {
        var car = new VehicleState(tick * TickLength / 1000.0);
        var count = 0;
        for (var index = 0; index < VehicleMessage.All.Count; index++)
        {
            // Each message a little later than the one before, so that the slow ones do not all come at once.
            var message = VehicleMessage.All[index];
            var ticks = message.Period / TickLength;
            if ((tick - index % ticks) % ticks == 0)
            {
                frames[count++] = message.FrameOf(car, tick / ticks);
            }
        }

        return count;
    }
}
