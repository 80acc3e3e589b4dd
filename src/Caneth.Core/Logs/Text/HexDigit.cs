using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Caneth.Logs.Text;

/// <summary>Hex digits in UTF-8, by table.</summary>
internal static class HexDigit
{
    /// <summary>What <see cref="Value"/> says of a character that is not a hex digit.</summary>
    public const byte None = 0xFF;

    private static readonly byte[] Values = MakeValues();
    private static readonly ushort[] Pairs = MakePairs();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Value(byte character) => Values[character];

    /// <summary>The digit for the lowest four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Of(uint value) => "0123456789ABCDEF"u8[(int)(value & 0xF)];

    /// <summary>Reads two digits.</summary>
    /// <returns>The byte, or more than 0xFF where a character is not a digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pair(byte high, byte low) => (Values[high] << 4) | Values[low] | ((Values[low] & 0xF0) << 4);

    /// <summary>Reads the data of a classic frame, two digits a byte.</summary>
    /// <returns>Whether it is that: up to 8 bytes, and nothing between them.</returns>
    public static bool TryReadData(ReadOnlySpan<byte> text, out CanData data)
    {
        data = default;
        if (text.Length > 2 * CanData.MaxClassicLength || int.IsOddInteger(text.Length))
        {
            return false;
        }

        var bits = 0UL;
        var bad = 0;
        for (var index = 0; index + 1 < text.Length; index += 2)
        {
            var value = Pair(text[index], text[index + 1]);
            bad |= value;
            bits |= (ulong)(byte)value << (4 * index);
        }

        data = new CanData(bits, null, (byte)(text.Length / 2));
        return bad <= byte.MaxValue;
    }

    /// <summary>Writes a byte as two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(byte value, Span<byte> destination) =>
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Pairs[value]);

    private static byte[] MakeValues()
    {
        var values = new byte[256];
        for (var character = 0; character < values.Length; character++)
        {
            values[character] = char.IsAsciiHexDigit((char)character) ? Convert.ToByte(((char)character).ToString(), 16) : None;
        }

        return values;
    }

    private static ushort[] MakePairs()
    {
        const string Digits = "0123456789ABCDEF";
        var pairs = new ushort[256];
        for (var value = 0; value < pairs.Length; value++)
        {
            pairs[value] = (ushort)(Digits[value >> 4] | (Digits[value & 0xF] << 8));
        }

        return pairs;
    }
}
