namespace Caneth.Signals;

/// <summary>What Volkswagen does in its MLB cars: the CRC of the MQB cars for some messages, for the others an exclusive or that begins with the id.</summary>
internal sealed class VolkswagenMlbProfile() : ProtectionProfile(
    "VolkswagenMlb", "What Volkswagen's MLB cars do: the CRC of VolkswagenMqb for some ids, else an exclusive or of the other bytes and the id.", 8)
{
    public override ulong Checksum(in ProtectedFrame frame)
    {
        var seed = (byte)(frame.Id >> 8 ^ frame.Id);
        return frame.Id switch
        {
            0x09F or 0x117 or 0x11D or 0x11E or 0x126 or 0x32A => VolkswagenProfile.Of(frame),
            0x100 or 0x101 => XorProfile.Of(frame, (byte)(seed ^ 0xAA)),
            _ => XorProfile.Of(frame, seed),
        };
    }
}
