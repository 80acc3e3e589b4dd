using Caneth.Links.Streams;

namespace Caneth.Links.Slcan;

/// <summary>
/// One frame as SLCAN writes it, whichever side does: a letter, the id, the DLC, the data, and perhaps a time of 4 hex digits in milliseconds.
/// </summary>
internal static class SlcanFrame
{
    /// <summary>The digits of a time.</summary>
    public const int TimeDigits = 4;

    /// <summary>The longest classic frame: T, an id, a DLC, 8 bytes, a time.</summary>
    public const int MaxClassicLength = 1 + 8 + 1 + 2 * CanData.MaxClassicLength + TimeDigits;

    /// <summary>The longest frame: B, an id, a DLC, 64 bytes, a time.</summary>
    public const int MaxLength = 1 + 8 + 1 + 2 * CanData.MaxLength + TimeDigits;

    /// <summary>Whether a line that begins so is a frame.</summary>
    public static bool IsBegunBy(byte letter) => "tTrRdDbB"u8.Contains(letter);

    /// <summary>Reads a frame.</summary>
    /// <param name="line">A line without its end, which begins with the letter of a frame.</param>
    /// <param name="device">The name of the device that it came from.</param>
    /// <param name="frame">Filled in where it is one, without a time of this computer.</param>
    /// <param name="milliseconds">The time after its data; null where there is none.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, string? device, ref CanFrame frame, out int? milliseconds)
    {
        milliseconds = null;
        var flags = FlagsOf(line[0]);
        var isExtended = (flags & FrameFlags.Extended) != 0;
        var header = isExtended ? 1 + 8 : 1 + 3;
        var isFd = (flags & FrameFlags.Fd) != 0;
        if (line.Length <= header || !AsciiHex.TryReadNumber(line[1..header], out var id) || id > (isExtended ? CanId.MaxExtended : CanId.MaxStandard)
            || !AsciiHex.TryReadNumber(line.Slice(header, 1), out var dlc) || !isFd && dlc > CanData.MaxClassicLength)
        {
            return false;
        }

        var count = (flags & FrameFlags.Remote) != 0 ? 0 : DataLengthCode.ToLength((int)dlc, isFd);
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        var digits = line[(header + 1)..];
        var time = 0u;
        var hasTime = digits.Length == 2 * count + TimeDigits;
        if (digits.Length != 2 * count && !hasTime || !AsciiHex.TryReadBytes(digits[..(2 * count)], data[..count])
            || hasTime && !AsciiHex.TryReadNumber(digits[(2 * count)..], out time))
        {
            return false;
        }

        milliseconds = hasTime ? (int)time : null;
        frame = new(id, new CanData(data[..count]), (int)dlc, flags, default, device);
        return true;
    }

    /// <summary>Writes a frame, without a time and without the end of the line.</summary>
    /// <param name="frame">A data, remote or CAN FD frame.</param>
    /// <param name="destination">Room for the longest; what is written is cut off its beginning.</param>
    public static void Write(in CanFrame frame, ref Span<byte> destination)
    {
        var letter = frame.Remote ? (byte)'r' : !frame.Fd ? (byte)'t' : frame.BitRateSwitch ? (byte)'b' : (byte)'d';
        destination[0] = frame.Extended ? (byte)char.ToUpperInvariant((char)letter) : letter;
        destination = destination[1..];
        AsciiHex.Write(frame.Id, frame.Extended ? 8 : 3, ref destination);
        AsciiHex.Write((uint)frame.Dlc, 1, ref destination);
        var data = frame.Data;
        for (var index = 0; index < data.Count; index++)
        {
            AsciiHex.Write(data[index], 2, ref destination);
        }
    }

    private static FrameFlags FlagsOf(byte letter) => (char.IsAsciiLetterUpper((char)letter) ? FrameFlags.Extended : FrameFlags.None) | char.ToLowerInvariant((char)letter) switch
    {
        'r' => FrameFlags.Remote,
        'd' => FrameFlags.Fd,
        'b' => FrameFlags.Fd | FrameFlags.BitRateSwitch,
        _ => FrameFlags.None,
    };
}
