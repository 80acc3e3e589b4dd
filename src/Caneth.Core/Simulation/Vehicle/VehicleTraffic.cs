using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A made-up car: 22 messages every 10, 20, 100 and 1000 ms, about 640 frames/s, one of them extended, with values that
/// change as in a town drive; and an engine (0x7E0) and a gearbox (0x7E1) that can be diagnosed by OBD-II and UDS, over ISO-TP.
/// </summary>
/// <remarks>
/// 0x123, every 100 ms, is the body: its first byte is the lamp of the left turn indicator, 1 lit and 0 dark, 0.3 s each.
/// In 0x0C0, 0x0C4, 0x0B4, 0x1A0, 0x0C2, 0x0D0 and 0x1B0 the last but one byte counts from 0 to 15 and the last is the sum of
/// the others and of the id's low byte. <see cref="Database"/> has all of them by name. One car belongs to one simulator.
/// <para>
/// OBD-II: services 01, 02, 03, 04, 07, 09 and 0A, also to 0x7DF. UDS: 10, 11, 14, 19, 22, 23, 27, 28, 2E, 31, 34 to 37, 3D, 3E and 85. What is
/// written, cleared or programmed stays so until the simulator ends. The key of a seed is the seed in reverse, each byte with A5 by exclusive or.
/// </para>
/// </remarks>
public sealed class VehicleTraffic : IBusTraffic
{
    private const int TickLength = 10;

    // After a longer stop of the whole computer, the car does not make up for lost time.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private static readonly Lazy<CanDatabase> OwnDatabase = new(LoadDatabase);

    private readonly SimulatedEcus controlUnits;
    private readonly CanFrame[] frames = new CanFrame[VehicleMessage.All.Count];
    private long started = long.MinValue;

    /// <summary>A car whose control units have ids of 11 bits.</summary>
    public VehicleTraffic()
        : this(IsoTpAddressing.Normal)
    {
    }

    /// <param name="addressing">How testers reach its control units.</param>
    /// <param name="options">How these send and receive; null for the usual way.</param>
    internal VehicleTraffic(IsoTpAddressing addressing, IsoTpOptions? options = null) => controlUnits = new(VehicleEcus.All(addressing, options), CarAt);

    /// <summary>What the messages of the car mean; <c>CanDatabase.Save</c> writes it as a DBC file.</summary>
    public static CanDatabase Database => OwnDatabase.Value;

    CanDatabase? IBusTraffic.Database => Database;

    /// <inheritdoc/>
    public async Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bus);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [DriveAsync(bus, stopping.Token), controlUnits.RunAsync(bus, stopping.Token)];
        try
        {
            await (await Task.WhenAny(tasks).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        controlUnits.OnFrame(frame, bus);
    }

    private static CanDatabase LoadDatabase()
    {
        using var resource = typeof(VehicleTraffic).Assembly.GetManifestResourceStream(typeof(VehicleTraffic), "Vehicle.dbc")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return CanDatabase.Parse(bytes, "Vehicle.dbc");
    }

    private VehicleState CarAt(ICanBus bus)
    {
        var begin = Volatile.Read(ref started);
        return new(begin == long.MinValue ? 0 : bus.TimeProvider.GetElapsedTime(begin).TotalSeconds);
    }

    private async Task DriveAsync(ICanBus bus, CancellationToken cancellationToken)
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
