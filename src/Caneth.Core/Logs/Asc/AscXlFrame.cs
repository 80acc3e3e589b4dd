using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>
/// Reads the CANXL lines of ASC files since CANoe 18, which a CAN XL channel writes for every frame: channel, direction, frame
/// format (CBFF, CEFF, FBFF, FEFF, XLFF), duration, length in bits, id, perhaps a name, DLC, length, data, then in CAN FD one
/// number more, the CRC, and flags of eight digits.
/// </summary>
/// <remarks>Written after what can-utils' asc2log reads and log2asc -x writes.</remarks>
internal static class AscXlFrame
{
    private const int FlagsDigits = 8;
    private const int MostWordsBeforeFlags = 4;

    /// <summary>Whether a line is one of a CAN XL frame, which is none that can be said.</summary>
    /// <param name="words">What follows CANXL.</param>
    public static bool IsXl(Utf8Words words)
    {
        _ = words.Next();
        _ = words.Next();
        return words.Peek.StartsWith("XL"u8);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="words">What follows CANXL.</param>
    /// <param name="hexadecimal">Whether ids and data are hexadecimal.</param>
    /// <param name="timestamp">The time of the frame.</param>
    /// <param name="names">The names of channels.</param>
    /// <param name="frame">The frame.</param>
    public static EntryResult Read(ref Utf8Words words, bool hexadecimal, Timestamp timestamp, StringCache names, out CanFrame frame)
    {
        frame = default;
        var channel = names.Get(words.Next());
        if (!AscNumbers.TryDirection(words.Next(), out var flags))
        {
            return EntryResult.Malformed("expected the direction after the channel, Rx or Tx");
        }

        if (words.Next() is not [(byte)'C' or (byte)'F', (byte)'B' or (byte)'E', (byte)'F', (byte)'F'] format)
        {
            return EntryResult.Malformed("expected the format of the frame after the direction: CBFF, CEFF, FBFF, FEFF or XLFF");
        }

        _ = words.Next();
        _ = words.Next();
        if (words.Peek.StartsWith("ErrorFrame"u8))
        {
            frame = new CanFrame(0, default, 0, flags | FrameFlags.Error, timestamp, channel);
            return EntryResult.Frame;
        }

        flags |= format[1] == 'E' ? FrameFlags.Extended : FrameFlags.None;
        var fd = format[0] == 'F';
        if (!AscNumbers.TryId(words.Next(), hexadecimal, out var id, ref flags))
        {
            return EntryResult.Malformed("the id is not a number, or is beyond its limit (names of messages need a database)");
        }

        if (!AscFdFrame.TryTakeLength(ref words, hexadecimal, fd, out var dlc, out var length))
        {
            return EntryResult.Malformed("expected the DLC and the length");
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes = bytes[..length];
        if (!AscNumbers.TryBytes(ref words, hexadecimal, bytes))
        {
            return EntryResult.Malformed($"{length} bytes were expected");
        }

        var said = VectorFlags.ToFrameFlags(Bits(ref words));
        flags |= fd ? FrameFlags.Fd | (said & ~FrameFlags.Remote) : said & FrameFlags.Remote;
        frame = (flags & FrameFlags.Remote) != 0
            ? new CanFrame(id, default, dlc, flags, timestamp, channel)
            : new CanFrame(id, new CanData(bytes), dlc, flags, timestamp, channel);
        return EntryResult.Frame;
    }

    private static uint Bits(ref Utf8Words words)
    {
        for (var count = 0; count < MostWordsBeforeFlags && !words.Peek.IsEmpty; count++)
        {
            var word = words.Next();
            if (word.Length == FlagsDigits && Utf8Numbers.TakeHex(ref word, out var bits) == FlagsDigits)
            {
                return bits;
            }
        }

        return 0;
    }
}
