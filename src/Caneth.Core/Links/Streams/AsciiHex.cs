using System.Buffers;
using System.Globalization;

namespace Caneth.Links.Streams;

/// <summary>Numbers and bytes in hex, as text wires carry them.</summary>
internal static class AsciiHex
{
    private const int MaxDigits = 8;

    /// <summary>Reads a number that is nothing but hex digits.</summary>
    /// <param name="digits">1 to 8 digits.</param>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, out uint value) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && digits.Length <= MaxDigits;

    /// <summary>Reads bytes of two digits each.</summary>
    /// <param name="digits">Twice as many digits as there are bytes.</param>
    /// <param name="destination">Room for the bytes.</param>
    /// <returns>Whether there are as many bytes as there is room, and all of it is digits.</returns>
    public static bool TryReadBytes(ReadOnlySpan<byte> digits, Span<byte> destination) =>
        digits.Length == 2 * destination.Length && Convert.FromHexString(digits, destination, out _, out _) == OperationStatus.Done;

    /// <summary>Writes a number in hex, in capital letters.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">How many digits at least: 1, 2, 3 or 8.</param>
    /// <param name="destination">Room; what is written is cut off its beginning.</param>
    public static void Write(uint value, int digits, ref Span<byte> destination)
    {
        value.TryFormat(destination, out var written, digits switch { 1 => "X1", 2 => "X2", 3 => "X3", _ => "X8" }, CultureInfo.InvariantCulture);
        destination = destination[written..];
    }

    /// <summary>Writes text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">As above.</param>
    public static void Write(ReadOnlySpan<byte> text, ref Span<byte> destination)
    {
        text.CopyTo(destination);
        destination = destination[text.Length..];
    }
}
