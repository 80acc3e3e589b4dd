namespace Caneth.Statistics;

/// <summary>The CRC of classic CAN frames: 15 bits with the polynomial 0x4599, the highest bit of each byte first (ISO 11898-1), by a table.</summary>
internal static class Crc15
{
    /// <summary>How many bits it has.</summary>
    public const int Length = 15;

    private const int Polynomial = 0x4599;
    private const int Mask = (1 << Length) - 1;

    private static readonly ushort[] Table = Build();

    /// <summary>Goes on with one byte. Before the first it is 0, so that zeros in front of a frame make no difference.</summary>
    public static int Add(int crc, int value) => (crc << 8 ^ Table[(crc >> Length - 8 ^ value) & byte.MaxValue]) & Mask;

    private static ushort[] Build()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << Length - 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1 ^ ((crc & 1 << Length - 1) != 0 ? Polynomial : 0)) & Mask;
            }

            table[value] = (ushort)crc;
        }

        return table;
    }
}
