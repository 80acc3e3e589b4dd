namespace Caneth.Signals;

/// <summary>
/// AUTOSAR's E2E profile 5 (AUTOSAR_PRS_E2EProtocol): the CRC of CCITT, 16 bits from 0xFFFF, over the other bytes and then the data id, its
/// low byte first.
/// </summary>
internal sealed class E2EProfile5() : ProtectionProfile("E2E.P05", "AUTOSAR's E2E profile 5: a CRC of 16 bits over the other bytes and a data id.", 16)
{
    public override bool NeedsCounter => true;

    public override int MinDataIds => 1;

    public override ulong Checksum(in ProtectedFrame frame)
    {
        var crc = Crc16.Add(0xFFFF, frame);
        crc = Crc16.Add(crc, (byte)frame.DataIds[0]);
        return Crc16.Add(crc, frame.DataIds[0] >> 8);
    }
}
