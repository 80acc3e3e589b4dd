namespace Caneth.Signals;

/// <summary>
/// AUTOSAR's E2E profile 2 (AUTOSAR_PRS_E2EProtocol): CRC-8H2F over the other bytes and then the data id that belongs to the counter,
/// which is in the low half of the second byte.
/// </summary>
internal sealed class E2EProfile2() : ProtectionProfile("E2E.P02", "AUTOSAR's E2E profile 2: CRC-8H2F over the other bytes and the data id of the counter.", 8)
{
    private const int Counters = 16;

    public override bool NeedsCounter => true;

    public override int MinDataIds => 1;

    public override int MaxDataIds => Counters;

    public override ulong Checksum(in ProtectedFrame frame)
    {
        var counter = (int)((frame.Counter ?? frame[1]) % Counters);
        return Of(frame, frame.Length, frame.DataIds[counter % frame.DataIds.Length]);
    }

    /// <summary>CRC-8H2F over the first bytes of a frame and a data id.</summary>
    public static byte Of(in ProtectedFrame frame, int length, int dataId) =>
        (byte)~Crc8.H2F.Add(Crc8.H2F.Add(0xFF, frame, length), dataId);
}
