using System.Globalization;

namespace Caneth.Diagnostics.Channels;

/// <summary>A control unit that answers OBD-II: its ids, and what it says that it has.</summary>
public sealed class ObdUnit
{
    private const uint ShortEngine = 0x7E8;
    private const uint ShortGearbox = 0x7E9;
    private const uint LongEngine = 0x18DA_F110;
    private const uint LongGearbox = 0x18DA_F118;

    private readonly SortedSet<byte> pids = [];

    internal ObdUnit(string device, IsoTpAddress address) => (Device, Address) = (device, address);

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>What it is called: <c>Engine</c> and <c>Gearbox</c> by the ids that these have by convention, or the id of its answers.</summary>
    public string Name => Address.ReceiveId switch
    {
        ShortEngine or LongEngine => "Engine",
        ShortGearbox or LongGearbox => "Gearbox",
        _ => HexReply,
    };

    /// <summary>The id of requests to it alone, in hex: <c>7E0</c>.</summary>
    public string HexRequest => CanId.Format(Address.TransmitId, Address.TransmitExtended);

    /// <summary>The id of its answers, in hex: <c>7E8</c>.</summary>
    public string HexReply => CanId.Format(Address.ReceiveId, Address.ReceiveExtended);

    /// <summary>The PIDs that it says to have, without those that only ask which there are.</summary>
    public IReadOnlyList<byte> SupportedPids => [.. pids.Where(pid => !Diagnostics.SupportedPids.IsAskedForBy(pid))];

    /// <summary>Both ways.</summary>
    public IsoTpAddress Address { get; }

    /// <summary>Its name and the id of requests to it: <c>Engine (7E0)</c>.</summary>
    /// <returns>The name and the id.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({HexRequest})");

    internal ObdSource Source => new(Device, Name, HexReply);

    /// <summary>Whether it says to have a PID.</summary>
    internal bool Has(byte pid) => pids.Contains(pid);

    /// <summary>Takes in a mask of PIDs.</summary>
    internal void Add(byte pid, ReadOnlySpan<byte> mask) => pids.UnionWith(Diagnostics.SupportedPids.In(pid, mask));
}
