using Caneth.Logs.Text;

namespace Caneth.Logs.Trc;

/// <summary>
/// A trace of CanHacker, which has PCAN's extension: a line with the names of the columns, and lines such as
/// <c>11,201   0F1      4           34 01 00 40</c>, with times in seconds since the start.
/// </summary>
/// <remarks>Source: framefileio.cpp of SavvyCAN, and files in its tracker.</remarks>
internal static class CanHackerTable
{
    private const int ExtendedDigits = 8;

    /// <summary>Whether a line has the names of the columns.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var words = new Utf8Words(line);
        return words.Next().SequenceEqual("Time"u8) && words.Next().SequenceEqual("ID"u8) && words.Next().SequenceEqual("DLC"u8)
            && words.Next().SequenceEqual("Data"u8);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The moment that times count from.</param>
    /// <param name="times">Adds them.</param>
    /// <param name="device">The channel, since the trace has none.</param>
    /// <param name="frame">The frame.</param>
    public static EntryResult Read(ReadOnlySpan<byte> line, Timestamp start, LogTimes times, string device, out CanFrame frame)
    {
        frame = default;
        var words = new Utf8Words(line);
        var timeText = words.Next();
        if (!Utf8Numbers.TryTakeFixed(ref timeText, unitDigits: 9, out var time, point: timeText.Contains((byte)',') ? (byte)',' : (byte)'.') || !timeText.IsEmpty)
        {
            return EntryResult.Malformed("expected the time in seconds, as in '11,201   0F1      4           34 01 00 40'");
        }

        var idText = words.Next();
        var digits = Utf8Numbers.TakeHex(ref idText, out var id);
        if (digits is not (> 0 and <= ExtendedDigits) || !idText.IsEmpty || id > CanId.MaxExtended)
        {
            return EntryResult.Malformed("the id is not a hex number up to 1FFFFFFF");
        }

        var flags = digits == ExtendedDigits || id > CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None;
        var lengthText = words.Next();
        if (!Utf8Numbers.TryTakeDecimal(ref lengthText, out var length) || !lengthText.IsEmpty || length > CanData.MaxClassicLength)
        {
            return EntryResult.Malformed("the length is not a number from 0 to 8");
        }

        var timestamp = times.Add(start, time);
        if (words.Peek.SequenceEqual("RTR"u8) || words.Peek.SequenceEqual("Remote"u8))
        {
            frame = new CanFrame(id, default, (int)length, flags | FrameFlags.Remote, timestamp, device);
            return EntryResult.Frame;
        }

        scoped Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        if (TrcCells.ReadBytes(ref words, bytes[..(int)length]) != length)
        {
            return EntryResult.Malformed($"{length} bytes of two hex digits were expected");
        }

        frame = new CanFrame(id, new CanData(bytes[..(int)length]), (int)length, flags, timestamp, device);
        return EntryResult.Frame;
    }
}
