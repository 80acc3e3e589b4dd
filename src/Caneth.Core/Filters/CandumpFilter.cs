using System.Globalization;

namespace Caneth;

/// <summary>
/// Filters as candump takes them: <c>7E8:7F8</c>, an id with a mask, and <c>7E8~7F8</c>, all that it would not select. Both numbers are hex, and an
/// id of 8 digits is extended; the mask may have SocketCAN's bits for the kind of frame: <c>123:C00007FF</c>, <c>92345678:DFFFFFFF</c>.
/// </summary>
internal static class CandumpFilter
{
    private const uint ExtendedBit = 0x8000_0000;
    private const uint RemoteBit = 0x4000_0000;
    private const int ExtendedDigits = 8;

    /// <summary>Reads a filter.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out IdFilter filter)
    {
        filter = default;
        var separator = text.IndexOfAny(':', '~');
        if (!TryReadHex(text[..separator], out var id, out var digits) || !TryReadHex(text[(separator + 1)..], out var mask, out _))
        {
            return false;
        }

        id |= digits == ExtendedDigits ? ExtendedBit : 0;
        filter = IdFilter.Masked(id & CanId.MaxExtended, mask & CanId.MaxExtended, KindOf(id), KindOf(mask), text[separator] == '~');
        return true;
    }

    /// <summary>Writes a filter.</summary>
    public static string Format(uint id, uint mask, FrameFlags kind, FrameFlags kindMask, bool inverted)
    {
        var extended = (kind & FrameFlags.Extended) != 0;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(id | BitsOf(kind)).ToString(extended ? "X8" : "X3", CultureInfo.InvariantCulture)}{(inverted ? '~' : ':')}{mask | BitsOf(kindMask):X3}");
    }

    private static FrameFlags KindOf(uint number) =>
        ((number & ExtendedBit) != 0 ? FrameFlags.Extended : 0) | ((number & RemoteBit) != 0 ? FrameFlags.Remote : 0);

    private static uint BitsOf(FrameFlags kind) =>
        ((kind & FrameFlags.Extended) != 0 ? ExtendedBit : 0) | ((kind & FrameFlags.Remote) != 0 ? RemoteBit : 0);

    private static bool TryReadHex(ReadOnlySpan<char> text, out uint number, out int digits)
    {
        text = text.Trim();
        text = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        digits = text.Length;
        return uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
