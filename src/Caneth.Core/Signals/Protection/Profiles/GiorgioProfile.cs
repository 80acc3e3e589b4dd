namespace Caneth.Signals;

/// <summary>The CRC of SAE J1850 from 0, combined at the end with a number that three messages have of their own.</summary>
internal sealed class GiorgioProfile() : ProtectionProfile(
    "FcaGiorgio", "What Alfa Romeo's Giorgio cars do: the CRC of SAE J1850 from 0, with a number for some ids.", 8)
{
    public override ulong Checksum(in ProtectedFrame frame)
    {
        var final = frame.Id switch
        {
            0x0DE => 0x10,
            0x106 => 0xF6,
            0x122 => 0xF1,
            _ => 0x0A,
        };
        return (ulong)(Crc8.J1850.Add(0, frame) ^ final);
    }
}
