namespace Caneth.Simulation;

/// <summary>What a control unit has to tell: values, identifiers, faults, and its memory.</summary>
internal sealed class EcuContent
{
    /// <summary>OBD-II: the values as they are now, by their PIDs.</summary>
    public required SortedDictionary<byte, Func<VehicleState, byte[]>> CurrentData { get; init; }

    /// <summary>OBD-II: what the vehicle is, by the numbers of SAE J1979.</summary>
    public required SortedDictionary<byte, Func<byte[]>> Information { get; init; }

    /// <summary>UDS: data by identifiers (DID).</summary>
    public required Dictionary<ushort, EcuIdentifier> Identifiers { get; init; }

    /// <summary>The faults that are stored.</summary>
    public required TroubleMemory Faults { get; init; }

    /// <summary>What can be read, and programmed.</summary>
    public EcuMemory Memory { get; } = new();

    /// <summary>The identifiers whose values are stored with a fault.</summary>
    public ushort[] Snapshot { get; init; } = [];

    /// <summary>What the car did when a fault was stored.</summary>
    public VehicleState FreezeFrame { get; } = new(300);
}
