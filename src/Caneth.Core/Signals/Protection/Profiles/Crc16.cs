namespace Caneth.Signals;

/// <summary>The CRC of 16 bits with the polynomial 0x1021 of CCITT, the highest bit of each byte first, by a table.</summary>
internal static class Crc16
{
    private const int Polynomial = 0x1021;

    private static readonly ushort[] Table = Build();

    /// <summary>Goes on with one byte.</summary>
    public static ushort Add(ushort crc, int value) => (ushort)((crc << 8) ^ Table[(crc >> 8) ^ (byte)value]);

    /// <summary>Goes on with the bytes of a frame that are not the checksum's.</summary>
    public static ushort Add(ushort crc, in ProtectedFrame frame)
    {
        for (var index = 0; index < frame.Length; index++)
        {
            if (!frame.IsChecksum(index))
            {
                crc = Add(crc, frame[index]);
            }
        }

        return crc;
    }

    private static ushort[] Build()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc & 0x8000) != 0 ? Polynomial : 0);
            }

            table[value] = (ushort)crc;
        }

        return table;
    }
}
