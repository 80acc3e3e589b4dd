namespace Caneth.Signals;

/// <summary>A CRC of 8 bits, the highest bit of each byte first, by a table.</summary>
internal sealed class Crc8
{
    private readonly byte[] table = new byte[256];

    /// <param name="polynomial">The polynomial without its highest term.</param>
    public Crc8(byte polynomial)
    {
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc & 0x80) != 0 ? polynomial : 0);
            }

            table[value] = (byte)crc;
        }
    }

    /// <summary>The polynomial of SAE J1850.</summary>
    public static Crc8 J1850 { get; } = new(0x1D);

    /// <summary>The polynomial of AUTOSAR's CRC-8H2F.</summary>
    public static Crc8 H2F { get; } = new(0x2F);

    /// <summary>Goes on with one byte.</summary>
    public byte Add(byte crc, int value) => table[crc ^ (byte)value];

    /// <summary>Goes on with the bytes of a frame that are not the checksum's.</summary>
    public byte Add(byte crc, in ProtectedFrame frame) => Add(crc, frame, frame.Length);

    /// <summary>Goes on with the first bytes of a frame that are not the checksum's.</summary>
    public byte Add(byte crc, in ProtectedFrame frame, int length)
    {
        for (var index = 0; index < length; index++)
        {
            if (!frame.IsChecksum(index))
            {
                crc = Add(crc, frame[index]);
            }
        }

        return crc;
    }
}
