namespace Caneth.Diagnostics.Channels;

/// <summary>In how many bytes a control unit wants addresses and lengths of memory: which it wants is for its maker to say.</summary>
public sealed record UdsMemoryFormat
{
    private const int MostLengthBytes = 4;
    private const int MostAddressBytes = 8;

    /// <summary>The bytes of an address, 1 to 8; 4 by default.</summary>
    public int AddressBytes { get; init; } = 4;

    /// <summary>The bytes of a length, 1 to 4; 4 by default.</summary>
    public int LengthBytes { get; init; } = 4;

    /// <summary>An address and a length as a request has them: how many bytes each has in one byte, then both, the highest byte first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them has no room, or a number of bytes is out of its range.</exception>
    internal byte[] Write(ulong address, long length)
    {
        Option.RequireRange(AddressBytes, nameof(AddressBytes), 1, MostAddressBytes);
        Option.RequireRange(LengthBytes, nameof(LengthBytes), 1, MostLengthBytes);
        Option.Require(Fits(address, AddressBytes), nameof(address), $"0x{address:X}", $"what {AddressBytes} bytes can hold");
        Option.Require(length > 0 && Fits((ulong)length, LengthBytes), nameof(length), length, $"1 to what {LengthBytes} bytes can hold");
        var bytes = new byte[1 + AddressBytes + LengthBytes];
        bytes[0] = (byte)(LengthBytes << 4 | AddressBytes);
        Put(bytes.AsSpan(1, AddressBytes), address);
        Put(bytes.AsSpan(1 + AddressBytes), (ulong)length);
        return bytes;
    }

    private static bool Fits(ulong value, int bytes) => bytes == sizeof(ulong) || value >> (bytes * 8) == 0;

    private static void Put(Span<byte> bytes, ulong value)
    {
        for (var index = bytes.Length - 1; index >= 0; index--, value >>= 8)
        {
            bytes[index] = (byte)value;
        }
    }
}
