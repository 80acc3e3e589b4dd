namespace Caneth.Simulation;

/// <summary>A fault in J1939: what failed, how, and how often it was seen.</summary>
/// <param name="Spn">The number of the parameter, 19 bits.</param>
/// <param name="Fmi">How it failed, 5 bits.</param>
/// <param name="Count">How often it was seen, 7 bits.</param>
internal readonly record struct TruckFault(uint Spn, byte Fmi, byte Count)
{
    /// <summary>The fault as SAE J1939-73 writes it today: the conversion method is 0.</summary>
    public byte[] ToBytes() => [(byte)Spn, (byte)(Spn >> 8), (byte)(Spn >> 16 << 5 | Fmi), Count];
}
