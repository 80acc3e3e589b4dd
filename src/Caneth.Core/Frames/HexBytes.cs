using System.Globalization;

namespace Caneth;

/// <summary>Bytes as people write them.</summary>
public static class HexBytes
{
    /// <summary>The ways to write bytes, for messages.</summary>
    internal const string Forms = "'12 34 56', '0x12,0x34,0x56', '12-34-56', '12:34:56' or '123456'";

    private const string Separators = " ,;-:_\t";

    /// <summary>Reads bytes in hex.</summary>
    /// <param name="text">
    /// <c>12 34 56</c>, <c>0x12,0xFF,0x00</c>, <c>12-34-56</c>, <c>12:34:56</c> or <c>123456</c>; empty is no bytes.
    /// </param>
    /// <returns>The bytes.</returns>
    /// <exception cref="FormatException">The text is none of these forms.</exception>
    public static byte[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new List<byte>(CanData.MaxClassicLength);
        foreach (var digits in Split(text))
        {
            bytes.Add(byte.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return [.. bytes];
    }

    /// <summary>Writes bytes in hex: <c>01 02 03 04</c>.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <returns>Two digits a byte and a blank between bytes.</returns>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        return string.Create(bytes.Length * 3 - 1, bytes, static (text, bytes) =>
        {
            text.Fill(' ');
            for (var index = 0; index < bytes.Length; index++)
            {
                bytes[index].TryFormat(text[(index * 3)..], out _, "X2", CultureInfo.InvariantCulture);
            }
        });
    }

    /// <summary>Reads one byte: <c>255</c> (decimal), <c>0xFF</c> or <c>FF</c> (hex).</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The byte.</param>
    /// <returns>Whether the text is a byte.</returns>
    public static bool TryParseByte(ReadOnlySpan<char> text, out byte value)
    {
        var read = CanId.TryParse(text, out var number) && number <= byte.MaxValue;
        value = read ? (byte)number : default;
        return read;
    }

    /// <summary>
    /// Takes a text apart into one or two hex digits a byte, or <c>??</c> where <paramref name="wildcard"/> allows it.
    /// </summary>
    internal static List<string> Split(string text, bool wildcard = false)
    {
        var parts = text.Split([.. Separators], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var bytes = new List<string>();
        foreach (var part in parts)
        {
            var digits = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? part[2..] : part;
            if (digits.Length > 1 && digits.Length % 2 == 0)
            {
                bytes.AddRange(Enumerable.Range(0, digits.Length / 2).Select(index => digits.Substring(index * 2, 2)));
            }
            else if (digits.Length == 1)
            {
                bytes.Add(digits);
            }
            else
            {
                throw Unreadable(text, wildcard);
            }
        }

        return bytes.TrueForAll(digits => digits.All(char.IsAsciiHexDigit) || wildcard && digits is "??" or "?")
            ? bytes
            : throw Unreadable(text, wildcard);
    }

    private static FormatException Unreadable(string text, bool wildcard) =>
        new($"'{text}' cannot be read as bytes. Write two hex digits a byte: {Forms}{(wildcard ? "; '??' stands for any byte" : "")}.");
}
