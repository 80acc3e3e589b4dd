using Caneth.Logs.Text;

namespace Caneth.Logs.Candump;

/// <summary>
/// Reads what <c>candump</c>, with or without <c>-ta</c>, <c>-tz</c>, <c>-tA</c>, <c>-x</c>, <c>-e</c> and <c>-8</c>, shows on
/// the screen: <c> (1443000166.064000)  can0  21A   [8]  FE 36 12 FE 69 05 07 AD</c>.
/// </summary>
internal static class CandumpScreen
{
    /// <summary>Reads a line.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="words">What follows it.</param>
    /// <param name="timestamp">The time of the frame.</param>
    /// <param name="names">The names of interfaces.</param>
    /// <param name="frame">The frame.</param>
    public static EntryResult Read(ReadOnlySpan<byte> name, Utf8Words words, Timestamp timestamp, StringCache names, out CanFrame frame)
    {
        frame = default;
        var flags = FrameFlags.None;
        if (words.Peek.SequenceEqual("TX"u8) || words.Peek.SequenceEqual("RX"u8))
        {
            flags |= words.Next()[0] == 'T' ? FrameFlags.Transmitted : FrameFlags.None;
            flags |= words.Next().SequenceEqual("B"u8) ? FrameFlags.BitRateSwitch : FrameFlags.None;
            flags |= words.Next().SequenceEqual("E"u8) ? FrameFlags.ErrorState : FrameFlags.None;
        }

        var idText = words.Next();
        var digits = Utf8Numbers.TakeHex(ref idText, out var id);
        if (digits is not (3 or 8) || !idText.IsEmpty || !CandumpId.TrySplit(id, digits == 8, out id, out var idFlags))
        {
            return EntryResult.Malformed("this is not a line of candump, as in '(1443000166.064000) can0 21A#FE36' or 'can0  21A   [2]  FE 36'");
        }

        flags |= idFlags;
        if (!TryReadLength(words.Next(), out var length, out var dlc, out var fd))
        {
            return EntryResult.Malformed("expected the length after the id, as in '[8]'");
        }

        flags = fd ? flags | FrameFlags.Fd : flags & ~(FrameFlags.BitRateSwitch | FrameFlags.ErrorState);
        if (words.Peek.SequenceEqual("remote"u8))
        {
            frame = new CanFrame(id, default, dlc, flags | FrameFlags.Remote, timestamp, names.Get(name));
            return fd ? EntryResult.Malformed("CAN FD has no remote frames") : EntryResult.Frame;
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        for (var index = 0; index < length; index++)
        {
            if (words.Next() is not [var high, var low] || HexDigit.Pair(high, low) is not (var value and <= byte.MaxValue))
            {
                return EntryResult.Malformed($"{length} bytes of two hex digits were expected");
            }

            bytes[index] = (byte)value;
        }

        frame = new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, names.Get(name));
        return EntryResult.Frame;
    }

    // [8] classic; [08] or [64] CAN FD; {E} with -8 a classic frame whose raw DLC is 9 to 15.
    private static bool TryReadLength(ReadOnlySpan<byte> text, out int length, out int dlc, out bool fd)
    {
        (length, dlc, fd) = (0, 0, false);
        if (text is [(byte)'{', var raw, (byte)'}'])
        {
            dlc = HexDigit.Value(raw);
            length = CanData.MaxClassicLength;
            return dlc is > CanData.MaxClassicLength and <= DataLengthCode.Max;
        }

        if (text is not [(byte)'[', .., (byte)']'] || text.Length > "[64]".Length)
        {
            return false;
        }

        var number = text[1..^1];
        fd = number.Length == 2;
        if (!Utf8Numbers.TryTakeDecimal(ref number, out var value) || !number.IsEmpty)
        {
            return false;
        }

        length = (int)value;
        return DataLengthCode.TryFromLength(length, fd, out dlc);
    }
}
