using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A made-up truck with J1939: an engine (address 0) and a retarder (15), with values that change as in a town drive. They claim their addresses,
/// defend them, answer requests, and send and take messages of several frames.
/// </summary>
/// <remarks>
/// EEC1 comes every 20 ms, CCVS1 and ERC1 every 100, ET1 every 1000; <see cref="Database"/> has them by name. The engine sends DM1 with two codes
/// every second and 200 bytes of proprietary data (65280) every 2.5 seconds, both to all in packets. It answers requests for its component (65259), the
/// VIN (65260), its software (65242), DM1 and DM2, and clears its codes with DM11 (65235). What is sent to one of them as proprietary A (61184) in several
/// frames it sends back. One truck belongs to one simulator.
/// </remarks>
public sealed class TruckTraffic : IBusTraffic
{
    private const byte NotAvailable = 0xFF;

    private static readonly Lazy<CanDatabase> OwnDatabase = new(() => VehicleMessage.LoadDatabase("Truck.dbc"));

    private readonly TruckNode[] nodes = [TruckNodes.Engine(), TruckNodes.Retarder()];
    private readonly VehicleDrive drive;
    private readonly BusNodes controlUnits;

    /// <summary>A truck that stands still until its simulator starts.</summary>
    public TruckTraffic()
    {
        drive = new(VehicleMessage.Of(Database, NotAvailable))
        {
            IsLeftOut = frame => !Array.Exists(nodes, node => node.Address == new J1939Id(frame.Id).Source && node.Speaks),
        };
        controlUnits = new(nodes, drive.Now);
    }

    /// <summary>What the messages of the truck mean; <c>CanDatabase.Save</c> writes it as a DBC file.</summary>
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
