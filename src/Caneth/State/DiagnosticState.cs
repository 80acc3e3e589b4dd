using System.Runtime.CompilerServices;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.State;

/// <summary>Whom a shell asks on its devices: control units by UDS, vehicles by OBD-II, and what it is itself in J1939.</summary>
internal sealed class DiagnosticState
{
    private readonly NamedSet<UdsClient> ecus = new(ecu => ecu.Name);
    private readonly ConditionalWeakTable<CanSession, ObdClient> vehicles = [];
    private readonly NamedSet<J1939Node> nodes = new(node => node.Device);

    /// <summary>The control units, in the order in which they were connected; those whose devices have ended are forgotten.</summary>
    public NamedSet<UdsClient> ActiveEcus
    {
        get
        {
            foreach (var over in ecus.RemoveWhere(ecu => ecu.IsOver))
            {
                over.Dispose();
            }

            return ecus;
        }
    }

    /// <summary>What asks the vehicle at a device by OBD-II; it remembers which control units there are.</summary>
    /// <param name="session">The device.</param>
    /// <param name="options">How long is waited; with others than the last time it looks anew.</param>
    public ObdClient Vehicle(CanSession session, ObdOptions options)
    {
        if (vehicles.TryGetValue(session, out var known) && known.Options == options)
        {
            return known;
        }

        var vehicle = new ObdClient(session, options);
        vehicles.AddOrUpdate(session, vehicle);
        return vehicle;
    }

    /// <summary>The control units of a device that answered OBD-II.</summary>
    public IReadOnlyList<ObdUnit> ObdUnitsOf(CanSession session) => vehicles.TryGetValue(session, out var vehicle) ? vehicle.Units : [];

    /// <summary>The node of J1939 of a device; null where it has none.</summary>
    public J1939Node? J1939NodeOf(CanSession session)
    {
        nodes.RemoveWhere(node => node.IsOver);
        return nodes.LastOrDefault(node => node.Session == session);
    }

    /// <summary>Takes a node of J1939 in that has claimed an address just now.</summary>
    public void Add(J1939Node node) => nodes.Add(node);

    /// <summary>Forgets a node of J1939.</summary>
    public void Remove(J1939Node node) => nodes.Remove(node);

    /// <summary>Ends all of it.</summary>
    public void End()
    {
        foreach (var one in ecus.Clear().Concat<IDisposable>(nodes.Clear()))
        {
            one.Dispose();
        }
    }
}
