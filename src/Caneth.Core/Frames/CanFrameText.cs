using System.Globalization;

namespace Caneth;

/// <summary>
/// Reads and writes a frame as candump does, in the short form, <c>123#0102</c>, <c>00000123#</c>, <c>123#R8</c>, <c>123##101020304</c>, or as a
/// line of <c>candump -L</c>: <c>(1769867100.123456) can0 123#0102 T</c>.
/// </summary>
/// <remarks>The notation is that of can-utils' lib.h: sprint_canframe and parse_canframe.</remarks>
internal static class CanFrameText
{
    public const string Forms =
        "123#0102 (standard), 00000123#0102 (extended, 8 digits), 123#R8 (remote), 123##00102 (CAN FD, a digit of flags before the data), "
        + "or a line of candump -L: (1769867100.123456) can0 123#0102";

    private const string Sent = " T";
    private const string Received = " R";
    private const decimal NanosecondsPerSecond = 1_000_000_000;
    private const int StandardDigits = 3;
    private const int ExtendedDigits = 8;
    private const uint ErrorBit = 0x2000_0000;
    private const uint ExtendedBit = 0x8000_0000;
    private const uint BitRateSwitchBit = 0x1;
    private const uint ErrorStateBit = 0x2;

    /// <summary>Writes a frame: its time and device, where it has them, and what it says.</summary>
    public static string Format(in CanFrame frame)
    {
        var said = FormatContent(frame) + (frame.Transmitted ? Sent : "");
        return frame.Timestamp == default && frame.Device is null ? said
            : $"({FormatTime(frame.Timestamp)}) {(frame.Device is null ? "" : WithoutBlanks(frame.Device) + " ")}{said}";
    }

    /// <summary>Writes what a frame says on a bus.</summary>
    public static string FormatContent(in CanFrame frame)
    {
        var id = frame.Error ? FormatError(frame) : frame.HexId;
        return frame.Remote ? string.Create(CultureInfo.InvariantCulture, $"{id}#R{frame.Dlc}")
            : $"{id}#{(frame.Fd ? $"#{FdDigit(frame)}" : "")}{Convert.ToHexString(frame.Data.ToArray())}{RawDlc(frame)}";
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="text">The text, with or without a time and an interface.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>Whether the text is a frame.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CanFrame frame)
    {
        text = text.Trim();
        var sent = text.EndsWith(Sent, StringComparison.Ordinal);
        if (sent || text.EndsWith(Received, StringComparison.Ordinal))
        {
            text = text[..^Sent.Length].TrimEnd();
        }

        Timestamp timestamp = default;
        string? device = null;
        frame = default;
        if (text is ['(', ..] && !TryTakeOrigin(ref text, out timestamp, out device) || !TryParseContent(text, out var said))
        {
            return false;
        }

        frame = new CanFrame(said.Id, said.Data, said.Dlc, said.Flags | (sent ? FrameFlags.Transmitted : 0)) { Timestamp = timestamp, Device = device };
        return true;
    }

    private static bool TryTakeOrigin(ref ReadOnlySpan<char> text, out Timestamp timestamp, out string? device)
    {
        timestamp = default;
        device = null;
        var end = text.IndexOf(')');
        if (end < 0 || !TryReadTime(text[1..end], out timestamp))
        {
            return false;
        }

        text = text[(end + 1)..].TrimStart();
        var blank = text.IndexOf(' ');
        if (blank > 0)
        {
            device = VisibleText.Of(text[..blank].ToString());
            text = text[blank..].TrimStart();
        }

        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out Timestamp timestamp)
    {
        const NumberStyles Seconds = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        var read = decimal.TryParse(text, Seconds, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(seconds) < long.MaxValue / NanosecondsPerSecond;
        timestamp = read ? new((long)(seconds * NanosecondsPerSecond)) : default;
        return read;
    }

    private static string FormatTime(Timestamp time) =>
        (time.Nanoseconds / NanosecondsPerSecond).ToString(time.Nanoseconds % 1000 == 0 ? "F6" : "F9", CultureInfo.InvariantCulture);

    private static string WithoutBlanks(string name) =>
        name.Any(char.IsWhiteSpace) ? string.Concat(name.Select(character => char.IsWhiteSpace(character) ? '_' : character)) : name;

    private static string FormatError(in CanFrame frame) =>
        (frame.Id | ErrorBit | (frame.Extended && frame.Id <= CanId.MaxStandard ? ExtendedBit : 0)).ToString("X8", CultureInfo.InvariantCulture);

    private static string RawDlc(in CanFrame frame) =>
        !frame.Fd && frame.Dlc > CanData.MaxClassicLength ? string.Create(CultureInfo.InvariantCulture, $"_{frame.Dlc:X}") : "";

    private static bool TryParseContent(ReadOnlySpan<char> text, out CanFrame frame)
    {
        frame = default;
        var digits = text.IndexOf('#');
        if (digits is not (StandardDigits or ExtendedDigits) || !TryReadHex(text[..digits], out var id))
        {
            return false;
        }

        var flags = FrameFlags.None;
        if (digits == ExtendedDigits)
        {
            flags = (id & ErrorBit) == 0 ? FrameFlags.Extended : FrameFlags.Error | ((id & ExtendedBit) != 0 ? FrameFlags.Extended : 0);
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
