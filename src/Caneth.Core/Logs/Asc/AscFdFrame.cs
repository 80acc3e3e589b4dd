using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>
/// Reads the CANFD lines of ASC files: channel, direction, id, perhaps a name, BRS, ESI, DLC, length, data, then duration,
/// length in bits, flags, CRC and bit timing.
/// </summary>
internal static class AscFdFrame
{
    // In the flags behind the data.
    private const uint RemoteBit = 0x10;
    private const uint FdBit = 0x1000;

    private const FrameFlags OnlyFd = FrameFlags.BitRateSwitch | FrameFlags.ErrorState;

    /// <summary>Reads a line.</summary>
    /// <param name="words">What stands behind CANFD.</param>
    /// <param name="hexadecimal">Whether ids and data are hexadecimal.</param>
    /// <param name="timestamp">The time of the frame.</param>
    /// <param name="names">The names of channels.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ref Utf8Words words, bool hexadecimal, Timestamp timestamp, NameCache names, out CanFrame frame)
    {
        frame = default;
        var channel = names.Get(words.Next());
        if (!AscNumbers.TryDirection(words.Next(), out var flags))
        {
            return "behind the channel stands the direction, Rx or Tx";
        }

        var idText = words.Next();
        if (idText.StartsWith("ErrorFrame"u8))
        {
            frame = new CanFrame(0, default, 0, flags | FrameFlags.Error, timestamp, channel);
            return null;
        }

        if (!AscNumbers.TryId(idText, hexadecimal, out var id, ref flags))
        {
            return "the id is no number, or one beyond its limit (names of messages need a database)";
        }

        if (words.Peek is not [(byte)'0' or (byte)'1'])
        {
            _ = words.Next();
        }

        flags |= words.Next().SequenceEqual("1"u8) ? FrameFlags.BitRateSwitch : FrameFlags.None;
        flags |= words.Next().SequenceEqual("1"u8) ? FrameFlags.ErrorState : FrameFlags.None;
        var dlcText = words.Next();
        var lengthText = words.Next();
        if (!AscNumbers.TryDlc(dlcText, hexadecimal, out var dlc)
            || !Utf8Numbers.TryTakeDecimal(ref lengthText, out var length) || !lengthText.IsEmpty || length > CanData.MaxLength)
        {
            return "behind BRS and ESI stand the DLC and the length";
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes = bytes[..(int)length];
        if (!AscNumbers.TryBytes(ref words, hexadecimal, bytes))
        {
            return $"{length} bytes were expected";
        }

        var kind = Kind(ref words, flags, dlc, bytes.Length);
        flags = kind == FrameFlags.Fd ? flags | kind : (flags & ~OnlyFd) | kind;
        if ((flags & FrameFlags.Remote) == 0 && bytes.Length != DataLengthCode.ToLength(dlc, (flags & FrameFlags.Fd) != 0))
        {
            return $"the DLC is {dlc}, the length {length}";
        }

        frame = new CanFrame(id, new CanData(bytes), dlc, flags, timestamp, channel);
        return null;
    }

    // A CAN FD channel logs classic frames as CANFD lines too. Many tools leave the flags 0, so that 0 says nothing.
    private static FrameFlags Kind(ref Utf8Words words, FrameFlags flags, int dlc, int length)
    {
        _ = words.Next();
        _ = words.Next();
        var text = words.Next();
        _ = Utf8Numbers.TakeHex(ref text, out var bits);
        if (length == 0 && (dlc > 0 || (bits & RemoteBit) != 0))
        {
            return FrameFlags.Remote;
        }

        var classic = bits != 0 && (bits & FdBit) == 0 && (flags & OnlyFd) == 0 && length <= CanData.MaxClassicLength;
        return classic ? FrameFlags.None : FrameFlags.Fd;
    }
}
