using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>
/// Reads the CANFD lines of ASC files: channel, direction, id, perhaps a name, BRS, ESI, DLC, length, data, then duration,
/// length in bits, flags, CRC and bit timing.
/// </summary>
internal static class AscFdFrame
{
    private const FrameFlags OnlyFd = FrameFlags.BitRateSwitch | FrameFlags.ErrorState;

    /// <summary>Reads a line.</summary>
    /// <param name="words">What follows CANFD.</param>
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

        var idText = words.Next();
        if (idText.StartsWith("ErrorFrame"u8))
        {
            frame = new CanFrame(0, default, 0, flags | FrameFlags.Error, timestamp, channel);
            return EntryResult.Frame;
        }

        if (!AscNumbers.TryId(idText, hexadecimal, out var id, ref flags))
        {
            return EntryResult.Malformed("the id is not a number, or is beyond its limit (names of messages need a database)");
        }

        if (!TryTakeSwitches(ref words, hexadecimal, ref flags, out var dlc, out var length))
        {
            return EntryResult.Malformed("expected BRS, ESI, the DLC and the length after the id");
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes = bytes[..length];
        if (!AscNumbers.TryBytes(ref words, hexadecimal, bytes))
        {
            return EntryResult.Malformed($"{length} bytes were expected");
        }

        var kind = Kind(ref words, flags, dlc, bytes.Length);
        flags = kind == FrameFlags.Fd ? flags | kind : (flags & ~OnlyFd) | kind;
        if ((flags & FrameFlags.Remote) == 0 && bytes.Length != DataLengthCode.ToLength(dlc, (flags & FrameFlags.Fd) != 0))
        {
            return EntryResult.Malformed($"the DLC is {dlc}, the length {length}");
        }

        frame = new CanFrame(id, new CanData(bytes), dlc, flags, timestamp, channel);
        return EntryResult.Frame;
    }

    /// <summary>Takes the DLC and the length, and before them a name where there is one.</summary>
    public static bool TryTakeLength(ref Utf8Words words, bool hexadecimal, bool fd, out int dlc, out int length)
    {
        var named = words;
        if (TryTakeNumbers(ref words, hexadecimal, out dlc, out length) && FitsDlc(dlc, length, fd))
        {
            return true;
        }

        _ = named.Next();
        words = named;
        return TryTakeNumbers(ref words, hexadecimal, out dlc, out length) && FitsDlc(dlc, length, fd);
    }

    // The name of a message is there or not, and may be a single digit, so what follows has to fit.
    private static bool TryTakeSwitches(ref Utf8Words words, bool hexadecimal, ref FrameFlags flags, out int dlc, out int length)
    {
        var named = words;
        var switches = FrameFlags.None;
        var read = TryTakeBits(ref words, ref switches) & TryTakeNumbers(ref words, hexadecimal, out dlc, out length);
        if (!read || !FitsAnyDlc(dlc, length))
        {
            _ = named.Next();
            var namedSwitches = FrameFlags.None;
            if (TryTakeBits(ref named, ref namedSwitches) && TryTakeNumbers(ref named, hexadecimal, out var namedDlc, out var namedLength)
                && (!read || FitsAnyDlc(namedDlc, namedLength)))
            {
                words = named;
                (switches, dlc, length, read) = (namedSwitches, namedDlc, namedLength, true);
            }
        }

        flags |= switches;
        return read;
    }

    private static bool TryTakeBits(ref Utf8Words words, ref FrameFlags flags)
    {
        var rate = words.Next();
        var state = words.Next();
        flags |= rate.SequenceEqual("1"u8) ? FrameFlags.BitRateSwitch : FrameFlags.None;
        flags |= state.SequenceEqual("1"u8) ? FrameFlags.ErrorState : FrameFlags.None;
        return rate is [(byte)'0' or (byte)'1'] && state is [(byte)'0' or (byte)'1'];
    }

    private static bool TryTakeNumbers(ref Utf8Words words, bool hexadecimal, out int dlc, out int length)
    {
        var dlcText = words.Next();
        var lengthText = words.Next();
        var read = Utf8Numbers.TryTakeDecimal(ref lengthText, out var number) && lengthText.IsEmpty && number <= CanData.MaxLength;
        length = read ? (int)number : 0;
        return AscNumbers.TryDlc(dlcText, hexadecimal, out dlc) && read;
    }

    private static bool FitsAnyDlc(int dlc, int length) => FitsDlc(dlc, length, fd: true) || FitsDlc(dlc, length, fd: false);

    // A remote frame asks for what it has not.
    private static bool FitsDlc(int dlc, int length, bool fd) => length == DataLengthCode.ToLength(dlc, fd) || !fd && length == 0;

    // A CAN FD channel logs classic frames as CANFD lines too: their flags lack the bit of CAN FD. Some tools end the line
    // before the flags, which then says nothing.
    private static FrameFlags Kind(ref Utf8Words words, FrameFlags flags, int dlc, int length)
    {
        _ = words.Next();
        _ = words.Next();
        var text = words.Next();
        var known = Utf8Numbers.TakeHex(ref text, out var bits) > 0;
        if (length == 0 && (dlc > 0 || (bits & VectorFlags.Remote) != 0) && (bits & VectorFlags.Fd) == 0)
        {
            return FrameFlags.Remote;
        }

        var classic = known && (bits & VectorFlags.Fd) == 0 && (flags & OnlyFd) == 0 && length <= CanData.MaxClassicLength;
        return classic ? FrameFlags.None : FrameFlags.Fd;
    }
}
