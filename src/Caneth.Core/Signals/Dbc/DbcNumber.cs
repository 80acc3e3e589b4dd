using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

/// <summary>A number of a DBC file: without loss where it is whole and has up to 64 bits.</summary>
internal readonly struct DbcNumber
{
    /// <summary>As many digits as fit 64 bits, whichever they are.</summary>
    private const int SafeDigits = 19;

    private const ulong LowestMagnitude = 1UL << 63;

    // A file has thousands of these as values of attributes; each is one object for all of them.
    private static readonly object[] Small = [0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L];

    private readonly bool isWhole;
    private readonly bool isNegative;
    private readonly ulong magnitude;

    private DbcNumber(double value)
    {
        Value = value;
        isNegative = value < 0;
        isWhole = Math.Truncate(value) == value && Math.Abs(value) < 1L << 53;
        magnitude = isWhole ? (ulong)Math.Abs(value) : 0;
    }

    private DbcNumber(ulong magnitude, bool isNegative)
    {
        Value = isNegative ? -(double)magnitude : magnitude;
        isWhole = true;
        this.isNegative = isNegative;
        this.magnitude = magnitude;
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>The number as attributes hold it: a <see cref="long"/> where it is one, else a <see cref="double"/>.</summary>
    public object ToAttribute() => !TryToInt64(out var whole) ? Value
        : whole >= 0 && whole < Small.Length ? Small[whole]
        : whole;

    /// <summary>The number where it is whole and has 64 bits with its sign.</summary>
    public bool TryToInt64(out long whole)
    {
        whole = isNegative ? -(long)magnitude : (long)magnitude;
        return isWhole && (isNegative ? magnitude <= LowestMagnitude : magnitude < LowestMagnitude);
    }

    /// <summary>The number where it is whole, not negative and has 64 bits.</summary>
    public bool TryToUInt64(out ulong whole)
    {
        whole = magnitude;
        return isWhole && (!isNegative || magnitude == 0);
    }

    /// <summary>Whether it is a whole number that <see cref="Value"/> has rounded.</summary>
    public bool IsRounded => isWhole && magnitude > 1UL << 53 && (UInt128)Math.Abs(Value) != magnitude;

    /// <summary>The number where it is whole and has 64 bits, whatever its sign is.</summary>
    public bool TryToWhole(out Int128 whole)
    {
        whole = isNegative ? -(Int128)magnitude : magnitude;
        return isWhole;
    }

    /// <summary>The raw value that it stands for: 64 bits with a sign, or without one as the same bits.</summary>
    public bool TryToRaw(out long raw)
    {
        if (TryToInt64(out raw))
        {
            return true;
        }

        var fits = TryToUInt64(out var bits);
        raw = (long)bits;
        return fits;
    }

    /// <summary>Reads a number: an integer, a fraction such as .25 or 5. or 1E-3, inf or nan; all with or without a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> word, out DbcNumber number)
    {
        number = default;
        if (word.IsEmpty)
        {
            return false;
        }

        var isNegative = word[0] == '-';
        var digits = isNegative || word[0] == '+' ? word[1..] : word;
        if (digits.Length is 0 or > SafeDigits)
        {
            return TryParseOther(word, digits, isNegative, out number);
        }

        var magnitude = 0UL;
        foreach (var character in digits)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return TryParseOther(word, digits, isNegative, out number);
            }

            magnitude = magnitude * 10 + digit;
        }

        number = new(magnitude, isNegative && magnitude != 0);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseOther(ReadOnlySpan<byte> word, ReadOnlySpan<byte> unsigned, bool isNegative, out DbcNumber number)
    {
        number = default;
        if (unsigned.IsEmpty || !IsDigitOrPoint(unsigned[0]) || !IsDigitOrPoint(unsigned[^1]))
        {
            return TryParseName(unsigned, isNegative, out number);
        }

        if (Utf8Parser.TryParse(unsigned, out ulong magnitude, out var read) && read == unsigned.Length)
        {
            number = new(magnitude, isNegative && magnitude != 0);
            return true;
        }

        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        number = new(value);
        return isNumber;
    }

    private static bool TryParseName(ReadOnlySpan<byte> unsigned, bool isNegative, out DbcNumber number)
    {
        var value = IsName(unsigned, "inf"u8) || IsName(unsigned, "infinity"u8) ? double.PositiveInfinity
            : IsName(unsigned, "nan"u8) ? double.NaN
            : 0;
        number = new(isNegative ? -value : value);
        return value != 0;
    }

    private static bool IsName(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name)
    {
        if (word.Length != name.Length)
        {
            return false;
        }

        for (var index = 0; index < word.Length; index++)
        {
            if ((word[index] | 0x20) != name[index])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigitOrPoint(byte character) => character is >= (byte)'0' and <= (byte)'9' or (byte)'.';
}
