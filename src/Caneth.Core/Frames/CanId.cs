using System.Globalization;

namespace Caneth;

/// <summary>The limits of CAN identifiers, and how people write them.</summary>
public static class CanId
{
    /// <summary>The largest standard (11-bit) id: 0x7FF.</summary>
    public const uint MaxStandard = 0x7FF;

    /// <summary>The largest extended (29-bit) id: 0x1FFFFFFF.</summary>
    public const uint MaxExtended = 0x1FFF_FFFF;

    /// <summary>The ways to write an id, for messages.</summary>
    internal const string Forms = "0x1A3 or 1A3 (hex), 291 (decimal), 00000123 (a leading zero: hex)";

    /// <summary>Reads an id as people write it.</summary>
    /// <param name="text">
    /// <c>0x1A3</c> and <c>1A3</c> are hex, <c>291</c> is decimal, and digits with a leading zero, <c>00000123</c>, are hex.
    /// </param>
    /// <returns>The id, 0 to 0x1FFFFFFF.</returns>
    /// <exception cref="FormatException">The text is none of these forms.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The id is above 0x1FFFFFFF.</exception>
    public static uint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryReadNumber(text.AsSpan().Trim(), out var value))
        {
            throw new FormatException($"'{text}' is not a CAN id. Write it as {Forms}.");
        }

        return value <= MaxExtended ? (uint)value : throw AboveLimit(text, MaxExtended);
    }

    /// <summary>Reads an id as people write it, without an exception where it is none.</summary>
    /// <param name="text">As for <see cref="Parse"/>.</param>
    /// <param name="id">The id, 0 to 0x1FFFFFFF, or 0 where the result is false.</param>
    /// <returns>Whether the text is an id within the limits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out uint id)
    {
        var read = TryReadNumber(text.Trim(), out var value) && value <= MaxExtended;
        id = read ? (uint)value : 0;
        return read;
    }

    /// <summary>Reads a number as ids are written, whatever its size.</summary>
    /// <param name="text">As for <see cref="Parse"/>.</param>
    /// <param name="value">The number, or 0 where the result is false.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        var decimalDigits = text is not ['0', _, ..] && !text.ContainsAnyExceptInRange('0', '9');
        var style = decimalDigits ? NumberStyles.None : NumberStyles.AllowHexSpecifier;
        return ulong.TryParse(text, style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes an id in the field's way: hex, 3 digits for a standard and 8 for an extended one.</summary>
    /// <param name="id">The id, 0 to 0x1FFFFFFF.</param>
    /// <param name="extended">Whether it has 29 bits.</param>
    /// <returns><c>123</c> or <c>00000123</c>.</returns>
    public static string Format(uint id, bool extended) =>
        id.ToString(extended || id > MaxStandard ? "X8" : "X3", CultureInfo.InvariantCulture);

    internal static ArgumentOutOfRangeException AboveLimit(object id, uint limit)
    {
        var shown = id is uint number ? $"0x{number:X}" : $"'{id}'";
        return new(nameof(id), limit == MaxStandard
            ? $"The id {shown} is above 0x{MaxStandard:X}, the largest standard (11-bit) id. Leave the frame extended to use it."
            : $"The id {shown} is above 0x{MaxExtended:X}, the largest extended (29-bit) id.");
    }
}
