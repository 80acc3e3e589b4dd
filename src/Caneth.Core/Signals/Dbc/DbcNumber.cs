using System.Buffers.Text;
using System.Globalization;

namespace Caneth.Signals.Dbc;

/// <summary>A number of a DBC file: without loss where it is whole and has up to 64 bits.</summary>
internal readonly struct DbcNumber
{
    private DbcNumber(double value, Int128? whole)
    {
        Value = value;
        Whole = whole;
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>The number without loss where it is whole, else null.</summary>
    public Int128? Whole { get; }

    /// <summary>The number as attributes hold it.</summary>
    public object ToAttribute() => Whole is { } whole && whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole : Value;

    /// <summary>Reads a number: an integer, a fraction such as .25 or 5. or 1E-3, inf or nan; all with or without a sign.</summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out DbcNumber number)
    {
        number = default;
        if (word.IsEmpty)
        {
            return false;
        }

        var unsigned = word[0] == '+' ? word[1..] : word;
        if (Utf8Parser.TryParse(unsigned, out long small, out var read) && read == unsigned.Length && unsigned[0] != '+')
        {
            number = new(small, small);
            return true;
        }

        if (word[^1] is not (>= (byte)'0' and <= (byte)'9' or (byte)'.') || word[0] is not (>= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-' or (byte)'.'))
        {
            return TryParseName(unsigned, out number);
        }

        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var isDigits = !(unsigned[0] == '-' ? unsigned[1..] : unsigned).ContainsAnyExceptInRange((byte)'0', (byte)'9');
        number = isDigits && Int128.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)
            ? new(value, large)
            : new(value, Math.Truncate(value) == value && Math.Abs(value) < 1L << 53 ? (Int128)value : null);
        return true;
    }

    private static bool TryParseName(ReadOnlySpan<byte> word, out DbcNumber number)
    {
        var isNegative = !word.IsEmpty && word[0] == '-';
        Span<char> name = stackalloc char[8];
        var letters = isNegative ? word[1..] : word;
        if (letters.Length is 0 or > 8)
        {
            number = default;
            return false;
        }

        for (var index = 0; index < letters.Length; index++)
        {
            name[index] = (char)(letters[index] | 0x20);
        }

        var value = name[..letters.Length] switch
        {
            "inf" or "infinity" => isNegative ? double.NegativeInfinity : double.PositiveInfinity,
            "nan" => double.NaN,
            _ => 0,
        };
        number = new(value, null);
        return value != 0;
    }
}
