namespace Caneth.Diagnostics;

/// <summary>The parameter groups of the protocol itself, which no database need describe (SAE J1939-21, -73 and -81; ISO 11783-3).</summary>
internal static class J1939Groups
{
    public const uint Acknowledgement = 0xE800;
    public const uint Request = 0xEA00;
    public const uint AddressClaimed = 0xEE00;

    private static readonly Dictionary<uint, string> Names = new()
    {
        [0xC700] = "ExtendedTransportData",
        [0xC800] = "ExtendedTransportControl",
        [Acknowledgement] = "Acknowledgement",
        [Request] = "Request",
        [J1939Control.PacketGroup] = "TransportData",
        [J1939Control.Group] = "TransportControl",
        [AddressClaimed] = "AddressClaimed",
        [0xEF00] = "ProprietaryA",
        [0xFECA] = "DM1",
        [0xFECB] = "DM2",
        [0xFECC] = "DM3",
        [0xFECD] = "DM4",
        [0xFECE] = "DM5",
        [0xFECF] = "DM6",
        [0xE300] = "DM7",
        [0xFED0] = "DM8",
        [0xFED2] = "DM10",
        [0xFED3] = "DM11",
        [0xFED4] = "DM12",
        [0xDF00] = "DM13",
        [0xFED8] = "CommandedAddress",
    };

    private const uint FirstProprietaryB = 0xFF00;
    private const uint LastProprietaryB = 0xFFFF;

    /// <summary>The groups that have a name of their own, by it.</summary>
    public static IEnumerable<KeyValuePair<uint, string>> Named => Names;

    /// <summary>The number of a group as requests and acknowledgements carry it: in 3 bytes, the lowest first.</summary>
    public static uint NumberAt(ReadOnlySpan<byte> data) => Signals.J1939Id.GroupNumberOf((uint)(data[0] | data[1] << 8 | data[2] << 16) << 8);

    /// <summary>The number of a group as requests and acknowledgements carry it.</summary>
    public static byte[] BytesOf(uint group) => [(byte)group, (byte)(group >> 8), (byte)(group >> 16)];

    /// <summary>Looks a group of the protocol up by its name.</summary>
    /// <param name="name">The name; its case does not matter.</param>
    /// <param name="group">The number.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(string name, out uint group)
    {
        (group, var found) = Names.FirstOrDefault(one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found is not null;
    }

    /// <summary>What a group of the protocol is called; null for all others.</summary>
    public static string? NameOf(uint group) => Names.TryGetValue(group, out var name) ? name
        : group is >= FirstProprietaryB and <= LastProprietaryB ? "ProprietaryB"
        : null;
}
