namespace Caneth.Signals;

/// <summary>
/// AUTOSAR's E2E profile 1 (AUTOSAR_PRS_E2EProtocol): the CRC of SAE J1850, from 0 and not inverted, over bytes of the data id and then the
/// other bytes. The counter counts to 14.
/// </summary>
internal sealed class E2EProfile1(string name, E2EProfile1.DataIdMode mode) : ProtectionProfile(name, Describe(mode), 8)
{
    private const ulong Top = 14;
    private const int NibbleByte = 1;

    /// <summary>Which bytes of the data id are in the CRC.</summary>
    internal enum DataIdMode
    {
        /// <summary>Low and high byte.</summary>
        Both,

        /// <summary>The low byte where the counter is even, else the high one.</summary>
        Alternating,

        /// <summary>The low byte.</summary>
        Low,

        /// <summary>The low byte and 0; the low half of the high byte is in the frame.</summary>
        Nibble,
    }

    public override bool NeedsCounter => true;

    public override int MinDataIds => 1;

    public override ulong CounterTop(int length) => Math.Min(Top, base.CounterTop(length));

    public override ulong Checksum(in ProtectedFrame frame)
    {
        var (low, high) = ((byte)frame.DataIds[0], (byte)(frame.DataIds[0] >> 8));
        var crc = mode switch
        {
            DataIdMode.Both => Add(Add(0, low), high),
            DataIdMode.Alternating => Add(0, ((frame.Counter ?? 0) & 1) == 0 ? low : high),
            DataIdMode.Nibble => Add(Add(0, low), 0),
            _ => Add(0, low),
        };
        return Crc8.J1850.Add(crc, frame);
    }

    public override bool IsRight(in ProtectedFrame frame, ulong checksum) => base.IsRight(frame, checksum)
        && (mode != DataIdMode.Nibble || frame[NibbleByte] >> 4 == (frame.DataIds[0] >> 8 & 0xF));

    public override void Complete(in ProtectedFrame frame, Span<byte> data)
    {
        if (mode == DataIdMode.Nibble && data.Length > NibbleByte)
        {
            data[NibbleByte] = (byte)(data[NibbleByte] & 0xF | frame.DataIds[0] >> 4 & 0xF0);
        }
    }

    private static byte Add(byte crc, byte value) => Crc8.J1850.Add(crc, value);

    private static string Describe(DataIdMode mode) => "AUTOSAR's E2E profile 1 " + mode switch
    {
        DataIdMode.Both => "(1A): a CRC over both bytes of a data id and the other bytes.",
        DataIdMode.Alternating => "(1B): a CRC over the low or the high byte of a data id, by turns, and the other bytes.",
        DataIdMode.Nibble => "(1C): a CRC over the low byte of a data id and the other bytes, 4 bits of the data id among them.",
        _ => "with the low byte of a data id alone: a CRC over it and the other bytes.",
    };
}
