namespace Caneth.Signals;

/// <summary>A CRC with the polynomial 0xD5 from 0xFF, over the bytes from the last to the first.</summary>
internal sealed class CommaBodyProfile() : ProtectionProfile(
    "CommaBody", "What comma's robot does: a CRC with the polynomial 0xD5 over the other bytes, the last one first.", 8)
{
    private static readonly Crc8 Crc = new(0xD5);

    public override ulong Checksum(in ProtectedFrame frame)
    {
        byte crc = 0xFF;
        for (var index = frame.Length - 1; index >= 0; index--)
        {
            if (!frame.IsChecksum(index))
            {
                crc = Crc.Add(crc, frame[index]);
            }
        }

        return crc;
    }
}
