using System.ComponentModel;
using System.Text;

namespace Caneth.Binding;

/// <summary>
/// What a gateway sends between frames, as a user writes it: text, or bytes in hex with something between them
/// (<c>D8 B0 4C 01 02 03</c>) or after <c>0x</c>, or numbers.
/// </summary>
[TypeConverter(typeof(PacketConverter))]
public sealed class PacketArgument
{
    private static readonly char[] Separators = [' ', ',', ';', ':', '-'];

    private readonly byte[] bytes;

    /// <summary>A packet as text or as bytes in hex.</summary>
    /// <param name="text">The text, which is sent in UTF-8, or the bytes.</param>
    public PacketArgument(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = IsHex(text) ? HexBytes.Parse(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A packet as bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public PacketArgument(byte[] bytes) => this.bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The bytes in hex.</summary>
    /// <returns><c>D8 B0 4C 01 02 03</c></returns>
    public override string ToString() => HexBytes.Format(bytes);

    private static bool IsHex(string text)
    {
        var isMarked = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var parts = text.Split(Separators);
        return isMarked && parts is [var all] ? all.Length % 2 == 0 && all.Length > 2 && all.Skip(2).All(char.IsAsciiHexDigit)
            : parts.Length > 1 && parts.All(IsHexByte);
    }

    private static bool IsHexByte(string part)
    {
        var digits = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? part[2..] : part;
        return digits.Length == 2 && digits.All(char.IsAsciiHexDigit);
    }
}
