namespace Caneth.Signals;

/// <summary>A CRC of 8 bits over all bytes but the checksum's.</summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="crc">The polynomial.</param>
/// <param name="initial">What it begins with.</param>
/// <param name="final">What it is combined with at the end, by exclusive or.</param>
internal sealed class Crc8Profile(string name, string description, Crc8 crc, byte initial, byte final) : ProtectionProfile(name, description, 8)
{
    public override ulong Checksum(in ProtectedFrame frame) => (uint)(crc.Add(initial, frame) ^ final);
}
