using System.Runtime.CompilerServices;

namespace Caneth.Logs.Text;

/// <summary>Reads numbers from the beginning of a text and takes them off it.</summary>
internal static class Utf8Numbers
{
    private const int NanosecondDigits = 9;

    // So that a count of nanoseconds fits a long: 292 years either side.
    private const long MaxSeconds = 9_223_372_035;

    private static readonly long[] PowersOfTen =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Reads a number with a fraction: <c>1443000166.064</c> as a count of units.</summary>
    /// <param name="text">Begins with a digit or a minus sign; what follows the number remains.</param>
    /// <param name="unitDigits">
    /// How many digits of the fraction make up the unit: for nanoseconds 9 of seconds, 6 of milliseconds.
    /// </param>
    /// <param name="value">The number times ten to the power of <paramref name="unitDigits"/>; digits beyond are cut off.</param>
    /// <param name="wholeOptional">Whether it may begin with the point.</param>
    /// <param name="point">What is between the whole and the fraction.</param>
    /// <returns>Whether there was a number, and one that fits.</returns>
    public static bool TryTakeFixed(ref ReadOnlySpan<byte> text, int unitDigits, out long value, bool wholeOptional = false,
        byte point = (byte)'.')
    {
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative)
        {
            text = text[1..];
        }

        value = 0;
        long whole = 0;
        if (!(wholeOptional && !text.IsEmpty && text[0] == point) && !TryTakeDecimal(ref text, out whole)
            || whole > MaxSeconds * PowersOfTen[NanosecondDigits - unitDigits])
        {
            return false;
        }

        long fraction = 0;
        if (!text.IsEmpty && text[0] == point)
        {
            var digits = 0;
            var index = 1;
            for (; index < text.Length && IsDigit(text[index]); index++)
            {
                if (digits < unitDigits)
                {
                    fraction = fraction * 10 + (text[index] - '0');
                    digits++;
                }
            }

            fraction *= PowersOfTen[unitDigits - digits];
            text = text[index..];
        }

        value = whole * PowersOfTen[unitDigits] + fraction;
        value = negative ? -value : value;
        return true;
    }

    /// <summary>Ten to the power of 0 to 9.</summary>
    public static long PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>Reads a whole number of up to 18 digits.</summary>
    public static bool TryTakeDecimal(ref ReadOnlySpan<byte> text, out long value)
    {
        const int MostDigits = 18;
        value = 0;
        var index = 0;
        for (; index < text.Length && IsDigit(text[index]); index++)
        {
            value = value * 10 + (text[index] - '0');
        }

        text = text[index..];
        return index is > 0 and <= MostDigits;
    }

    /// <summary>Reads a hex number of up to eight digits.</summary>
    /// <returns>How many digits there were; 0 or more than eight where it is not such a number.</returns>
    public static int TakeHex(ref ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        var index = 0;
        for (; index < text.Length; index++)
        {
            var digit = HexDigit.Value(text[index]);
            if (digit > 0xF)
            {
                break;
            }

            value = (value << 4) | digit;
        }

        text = text[index..];
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigit(byte character) => (uint)(character - '0') <= 9;
}
