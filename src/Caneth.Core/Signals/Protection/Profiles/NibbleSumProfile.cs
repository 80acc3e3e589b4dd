namespace Caneth.Signals;

/// <summary>A number less the sum of the halves of all bytes but the checksum's, its lowest 4 bits.</summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="seedOf">The number to begin with, by the id.</param>
internal sealed class NibbleSumProfile(string name, string description, Func<uint, int> seedOf) : ProtectionProfile(name, description, 4)
{
    /// <summary>Honda begins with 8 less the halves of the id; with 3 more for an id of 29 bits.</summary>
    public static int HondaSeed(uint id)
    {
        var seed = id > CanId.MaxStandard ? 8 + 3 : 8;
        for (; id != 0; id >>= 4)
        {
            seed -= (int)(id & 0xF);
        }

        return seed;
    }

    /// <summary>Peugeot and Citroën begin with 11, and with other numbers for three ids.</summary>
    public static int PsaSeed(uint id) => id switch
    {
        0x38D => 7,
        0x42D => 12,
        0x452 => 4,
        _ => 11,
    };

    public override ulong Checksum(in ProtectedFrame frame)
    {
        var left = seedOf(frame.Id);
        for (var index = 0; index < frame.Length; index++)
        {
            left -= (frame[index] >> 4) + (frame[index] & 0xF);
        }

        return (ulong)(left & 0xF);
    }
}
