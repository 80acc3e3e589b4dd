namespace Caneth.Logs.Compression;

/// <summary>The checksum of gzip (RFC 1952, 8).</summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    private uint inverted;

    /// <summary>The checksum of what was added.</summary>
    public readonly uint Value => inverted;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var value = ~inverted;
        foreach (var next in bytes)
        {
            value = Table[(byte)(value ^ next)] ^ (value >> 8);
        }

        inverted = ~value;
    }

    private static uint[] MakeTable()
    {
        const uint Polynomial = 0xEDB8_8320;
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
