namespace Caneth.Signals;

/// <summary>All bytes but the checksum's, combined by exclusive or.</summary>
internal sealed class XorProfile(string name, string description) : ProtectionProfile(name, description, 8)
{
    public override ulong Checksum(in ProtectedFrame frame) => Of(frame, 0);

    /// <summary>The bytes of a frame combined, beginning with some value.</summary>
    public static byte Of(in ProtectedFrame frame, byte seed)
    {
        for (var index = 0; index < frame.Length; index++)
        {
            seed ^= frame[index];
        }

        return seed;
    }
}
