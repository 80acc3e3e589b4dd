namespace Caneth.Signals;

/// <summary>A CRC of 16 bits from 0 over the other bytes and the id, combined at the end with a number that depends on the length.</summary>
internal sealed class HyundaiCanFdProfile() : ProtectionProfile(
    "HyundaiCanFd", "What the CAN FD messages of Hyundai, Kia and Genesis do: a CRC of 16 bits over the other bytes and the id.", 16)
{
    public override ulong Checksum(in ProtectedFrame frame)
    {
        var crc = Crc16.Add(0, frame);
        crc = Crc16.Add(crc, (int)(frame.Id & 0xFF));
        crc = Crc16.Add(crc, (int)(frame.Id >> 8 & 0xFF));
        var final = frame.Length switch
        {
            8 => 0x5F29,
            16 => 0x041D,
            24 => 0x819D,
            32 => 0x9F5B,
            _ => 0,
        };
        return (ulong)(crc ^ final);
    }
}
