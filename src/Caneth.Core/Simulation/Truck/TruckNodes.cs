using System.Text;

namespace Caneth.Simulation;

/// <summary>The control units of the made-up truck.</summary>
internal static class TruckNodes
{
    private const uint Dm1 = 0xFECA;
    private const uint Dm2 = 0xFECB;
    private const uint Dm11 = 0xFED3;
    private const uint Software = 0xFEDA;
    private const uint Component = 0xFEEB;
    private const uint Vin = 0xFEEC;
    private const uint Proprietary = 0xFF00;
    private const int ProprietaryLength = 200;

    private const byte EngineAddress = 0;
    private const byte RetarderAddress = 15;
    private const byte EngineFunction = 0;
    private const byte RetarderFunction = 12;

    private static readonly TimeSpan Dm1Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProprietaryPeriod = TimeSpan.FromSeconds(2.5);

    public static TruckNode Engine()
    {
        var faults = new TruckFaults(new(Spn: 190, Fmi: 2, Count: 3), new(Spn: 110, Fmi: 0, Count: 1));
        var node = new TruckNode(EngineAddress, NameOf(EngineFunction, identity: 1234));
        node.Answer(Vin, () => Text("WCANETH0T35T00017*"));
        node.Answer(Component, () => Text("CANETH*ENGINE*SN0001*UNIT1*"));
        node.Answer(Software, () => [1, .. Text("SW-1.4.2*")]);
        node.Answer(Dm1, faults.Active);
        node.Answer(Dm2, faults.Previous);
        node.Obey(Dm11, faults.Clear);
        node.Repeat(Dm1, Dm1Period, faults.Active);
        node.Repeat(Proprietary, ProprietaryPeriod, () => [.. Enumerable.Range(0, ProprietaryLength).Select(place => (byte)place)]);
        return node;
    }

    public static TruckNode Retarder()
    {
        var node = new TruckNode(RetarderAddress, NameOf(RetarderFunction, identity: 1235));
        node.Answer(Component, () => Text("CANETH*RETARDER*SN0002*UNIT2*"));
        return node;
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>A NAME (SAE J1939-81): of a vehicle on the road, whose address cannot be changed.</summary>
    private static ulong NameOf(byte function, uint identity)
    {
        const ulong OnRoad = 1UL << 60;
        const ulong Manufacturer = 666UL << 21;
        return OnRoad | (ulong)function << 40 | Manufacturer | identity;
    }
}
