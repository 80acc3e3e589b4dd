namespace Caneth.Signals;

/// <summary>The sum of all bytes but the checksum's, with bytes of the id and the length where a maker adds them; its lowest 8 bits.</summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="idMask">Which bytes of the id are added; by default none.</param>
/// <param name="withLength">Whether the length of the data is added.</param>
internal sealed class SumProfile(string name, string description, uint idMask = 0, bool withLength = false)
    : ProtectionProfile(name, description, 8)
{
    public override ulong Checksum(in ProtectedFrame frame)
    {
        var sum = withLength ? (uint)frame.Length : 0;
        for (var id = frame.Id & idMask; id != 0; id >>= 8)
        {
            sum += id & 0xFF;
        }

        for (var index = 0; index < frame.Length; index++)
        {
            sum += frame[index];
        }

        return sum & 0xFF;
    }
}
