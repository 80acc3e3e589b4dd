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
    private static readonly Lazy<CanDatabase> OwnDatabase = new(() => VehicleMessage.LoadDatabase("Vehicle.dbc"));

    private readonly VehicleDrive drive = new(VehicleMessage.Of(Database));
    private readonly BusNodes controlUnits;

    /// <summary>A car whose control units have ids of 11 bits.</summary>
    public VehicleTraffic()
        : this(IsoTpAddressing.Normal)
    {
    }

    /// <param name="addressing">How testers reach its control units.</param>
    /// <param name="options">How these send and receive; null for the usual way.</param>
    internal VehicleTraffic(IsoTpAddressing addressing, IsoTpOptions? options = null) => controlUnits = new(VehicleEcus.All(addressing, options), drive.Now);

    /// <summary>What the messages of the car mean; <c>CanDatabase.Save</c> writes it as a DBC file.</summary>
    public static CanDatabase Database => OwnDatabase.Value;

    CanDatabase? IBusTraffic.Database => Database;

    /// <inheritdoc/>
    public Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return SideBySide.RunAsync(cancellationToken, ending => drive.RunAsync(bus, ending), ending => controlUnits.RunAsync(bus, ending));
    }

    /// <inheritdoc/>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        controlUnits.OnFrame(frame, bus);
    }
}
