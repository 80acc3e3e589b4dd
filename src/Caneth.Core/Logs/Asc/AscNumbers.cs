using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>The numbers of ASC lines, hexadecimal or decimal as the header says.</summary>
internal static class AscNumbers
{
    public static bool TryDirection(ReadOnlySpan<byte> word, out FrameFlags flags)
    {
        // In any case of letters: some tools shout.
        var direction = word is [var first, (byte)'x' or (byte)'X'] ? first | 0x20 : 0;
        flags = direction == 't' ? FrameFlags.Transmitted : FrameFlags.None;
        return direction is 't' or 'r';
    }

    /// <summary>Reads an id; an x after it makes it extended.</summary>
    public static bool TryId(ReadOnlySpan<byte> word, bool hexadecimal, out uint id, ref FrameFlags flags)
    {
        var extended = word is [.., (byte)'x' or (byte)'X'];
        flags |= extended ? FrameFlags.Extended : FrameFlags.None;
        return TryNumber(extended ? word[..^1] : word, hexadecimal, out id)
            && id <= (extended ? CanId.MaxExtended : CanId.MaxStandard);
    }

    /// <summary>Reads a DLC; where there is none it is 0.</summary>
    public static bool TryDlc(ReadOnlySpan<byte> word, bool hexadecimal, out int dlc)
    {
        var read = TryNumber(word, hexadecimal, out var number) && number <= DataLengthCode.Max;
        dlc = read ? (int)number : 0;
        return read;
    }

    public static bool TryBytes(ref Utf8Words words, bool hexadecimal, scoped Span<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            if (hexadecimal && words.TryTakeByte(out bytes[index]))
            {
                continue;
            }

            var word = words.Next();
            if (hexadecimal && word is [var high, var low])
            {
                if (HexDigit.Pair(high, low) is not (var value and <= byte.MaxValue))
                {
                    return false;
                }

                bytes[index] = (byte)value;
                continue;
            }

            if (!TryNumber(word, hexadecimal, out var number) || number > byte.MaxValue)
            {
                return false;
            }

            bytes[index] = (byte)number;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, bool hexadecimal, out uint number)
    {
        if (hexadecimal)
        {
            return Utf8Numbers.TakeHex(ref word, out number) is > 0 and <= 8 && word.IsEmpty;
        }

        var read = Utf8Numbers.TryTakeDecimal(ref word, out var value) && word.IsEmpty && value <= uint.MaxValue;
        number = read ? (uint)value : 0;
        return read;
    }
}
