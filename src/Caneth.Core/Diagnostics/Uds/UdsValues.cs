using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Caneth.Diagnostics;

/// <summary>Values in messages of UDS, for people.</summary>
internal static class UdsValues
{
    private const int MostBytes = 32;
    private const int ShortestText = 4;
    private const int MostListed = 16;
    private const int LongestNumber = 8;

    /// <summary>Bytes as a text in quotes where they are one, or else in hex; of many the beginning.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimEnd((byte)0);
        return text.Length >= ShortestText && text.Length <= 2 * MostBytes && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? $"\"{Encoding.ASCII.GetString(text)}\""
            : Hex(bytes);
    }

    /// <summary>Bytes in hex; of many the beginning, and how many they are.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => bytes.Length <= MostBytes ? HexBytes.Format(bytes)
        : string.Create(CultureInfo.InvariantCulture, $"{HexBytes.Format(bytes[..MostBytes])} ... ({bytes.Length:N0} bytes)");

    /// <summary>What comes before, and bytes in hex after a blank; nothing of them where there are none.</summary>
    public static string Join(string before, ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? before : $"{before} {Hex(bytes)}";

    /// <summary>An identifier of data or of a routine: <c>F190</c>.</summary>
    public static string Identifier(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>A list of identifiers, which is what the bytes are.</summary>
    public static string Identifiers(ReadOnlySpan<byte> bytes) => List(bytes, sizeof(ushort), Identifier);

    /// <summary>A list of bytes: <c>0C, 0D</c>.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes) => List(bytes, 1, static one => one[0].ToString("X2", CultureInfo.InvariantCulture));

    /// <summary>An identifier and its value: <c>F190 = "WCANETH0T35T00017"</c>.</summary>
    public static string Named(ReadOnlySpan<byte> bytes) => bytes.Length < sizeof(ushort) ? Hex(bytes)
        : bytes.Length == sizeof(ushort) ? Identifier(bytes)
        : $"{Identifier(bytes)} = {Of(bytes[sizeof(ushort)..])}";

    /// <summary>Where and how much, as the services for memory have it: the lengths of both in one byte, then both.</summary>
    /// <param name="bytes">From the byte with the lengths on.</param>
    /// <param name="rest">What follows.</param>
    /// <returns><c>32 bytes at 0x1000</c>, or the bytes in hex where they are no such thing.</returns>
    public static string Memory(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        var (ofAddress, ofSize) = bytes.IsEmpty ? (0, 0) : (bytes[0] & 0xF, bytes[0] >> 4);
        rest = [];
        if (ofAddress is 0 or > LongestNumber || ofSize is 0 or > LongestNumber || bytes.Length < 1 + ofAddress + ofSize)
        {
            return Hex(bytes);
        }

        rest = bytes[(1 + ofAddress + ofSize)..];
        return string.Create(CultureInfo.InvariantCulture,
            $"{Number(bytes.Slice(1 + ofAddress, ofSize)):N0} bytes at 0x{Number(bytes.Slice(1, ofAddress)):X}");
    }

    /// <summary>A number, its highest byte first, of 8 bytes at most.</summary>
    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0ul;
        foreach (var one in bytes)
        {
            number = number << 8 | one;
        }

        return number;
    }

    /// <summary>Trouble codes, one after another: <c>P0301, P0420</c>; <c>none</c> where there are none.</summary>
    /// <param name="bytes">The codes.</param>
    /// <param name="length">How many bytes one has: 2 of OBD-II, 4 of UDS with its status.</param>
    public static string TroubleCodes(ReadOnlySpan<byte> bytes, int length) => bytes.IsEmpty ? "none" : List(bytes, length, TroubleCode);

    /// <summary>
    /// A trouble code: <c>P0301</c> of 2 bytes, <c>P0301-00</c> of 3 with the type of the failure, and <c>P0301-00 (2F)</c> of 4 with the status
    /// (SAE J2012-DA: 2 bits of letter, and 14 of digits).
    /// </summary>
    public static string TroubleCode(ReadOnlySpan<byte> bytes)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"{"PCBU"[bytes[0] >> 6]}{bytes[0] & 0x3F:X2}{bytes[1]:X2}");
        code = bytes.Length < 3 ? code : string.Create(CultureInfo.InvariantCulture, $"{code}-{bytes[2]:X2}");
        return bytes.Length < 4 ? code : string.Create(CultureInfo.InvariantCulture, $"{code} ({bytes[3]:X2})");
    }

    private static string List(ReadOnlySpan<byte> bytes, int length, Func<ReadOnlySpan<byte>, string> format)
    {
        var text = new StringBuilder();
        var count = 0;
        for (; bytes.Length >= length; bytes = bytes[length..])
        {
            if (++count <= MostListed)
            {
                text.Append(count > 1 ? ", " : "").Append(format(bytes[..length]));
            }
        }

        if (count > MostListed)
        {
            text.Append(CultureInfo.InvariantCulture, $" and {count - MostListed:N0} more");
        }

        return bytes.IsEmpty ? text.ToString() : Join(text.ToString(), bytes).TrimStart();
    }
}
