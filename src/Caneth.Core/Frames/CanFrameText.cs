using System.Globalization;

namespace Caneth;

/// <summary>Reads a frame in candump's short form: <c>123#0102</c>, <c>00000123#</c>, <c>123#R8</c>, <c>123##101020304</c>.</summary>
/// <remarks>The notation is that of can-utils' lib.h: sprint_canframe and parse_canframe.</remarks>
internal static class CanFrameText
{
    public const string Forms =
        "123#0102 (standard), 00000123#0102 (extended, 8 digits), 123#R8 (remote), 123##00102 (CAN FD, a digit of flags before the data)";

    private const int StandardDigits = 3;
    private const int ExtendedDigits = 8;
    private const uint ErrorBit = 0x2000_0000;
    private const uint BitRateSwitchBit = 0x1;
    private const uint ErrorStateBit = 0x2;

    /// <summary>Reads a frame.</summary>
    /// <param name="text">The text, without a time and an interface.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>Whether the text is a frame.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CanFrame frame)
    {
        frame = default;
        text = text.Trim();
        var digits = text.IndexOf('#');
        if (digits is not (StandardDigits or ExtendedDigits) || !TryReadHex(text[..digits], out var id))
        {
            return false;
        }

        var flags = FrameFlags.None;
        if (digits == ExtendedDigits)
        {
            flags = (id & ErrorBit) != 0 ? FrameFlags.Error : FrameFlags.Extended;
            id &= CanId.MaxExtended;
        }
        else if (id > CanId.MaxStandard)
        {
            return false;
        }

        var content = text[(digits + 1)..];
        return content switch
        {
            ['R' or 'r', ..] => TryReadRemote(content[1..], id, flags, out frame),
            ['#', _, ..] => TryReadHex(content[1..2], out var fd) && TryReadData(content[2..], id, flags | FrameFlags.Fd | FdFlags(fd), out frame),
            _ => TryReadData(content, id, flags, out frame),
        };
    }

    /// <summary>The digit of flags that candump writes for a CAN FD frame.</summary>
    public static char FdDigit(in CanFrame frame) =>
        (char)('0' + (frame.BitRateSwitch ? BitRateSwitchBit : 0) + (frame.ErrorState ? ErrorStateBit : 0));

    private static FrameFlags FdFlags(uint digit) =>
        ((digit & BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : 0) | ((digit & ErrorStateBit) != 0 ? FrameFlags.ErrorState : 0);

    private static bool TryReadRemote(ReadOnlySpan<char> rest, uint id, FrameFlags flags, out CanFrame frame)
    {
        frame = default;
        var dlc = 0u;
        if (rest.Length > 1 || !rest.IsEmpty && !TryReadHex(rest, out dlc) || dlc > CanData.MaxClassicLength)
        {
            return false;
        }

        frame = new CanFrame(id, default, (int)dlc, flags | FrameFlags.Remote);
        return true;
    }

    private static bool TryReadData(ReadOnlySpan<char> rest, uint id, FrameFlags flags, out CanFrame frame)
    {
        frame = default;
        var fd = (flags & FrameFlags.Fd) != 0;

        // A raw DLC of 9 to 15 follows the 8 bytes of a classic frame: 123#1122334455667788_E.
        uint? rawDlc = null;
        if (!fd && rest is [.., '_', var digit])
        {
            if (!TryReadHex([digit], out var raw) || raw <= CanData.MaxClassicLength)
            {
                return false;
            }

            rawDlc = raw;
            rest = rest[..^2];
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        var length = 0;
        for (; rest.Length >= 2 && length < bytes.Length && TryReadHex(rest[..2], out var value); length++)
        {
            bytes[length] = (byte)value;
            rest = rest is [_, _, '.', _, ..] ? rest[3..] : rest[2..];
        }

        if (!rest.IsEmpty || rawDlc is not null && length != CanData.MaxClassicLength || !DataLengthCode.TryFromLength(length, fd, out var dlc))
        {
            return false;
        }

        frame = new CanFrame(id, new CanData(bytes[..length]), (int)(rawDlc ?? (uint)dlc), flags);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<char> digits, out uint value) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
