using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// SavvyCAN's native layout: <c>Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8</c>, in older files without Dir.
/// Times in microseconds; ids and data in hex; rows may end in a comma, and the bytes go up to 64 in CAN FD.
/// </summary>
/// <param name="start">The moment that small times count from.</param>
/// <param name="times">Adds them.</param>
internal sealed class GvretTable(Timestamp start, LogTimes times)
{
    private const byte Delimiter = (byte)',';
    private const long NanosecondsPerMicrosecond = 1000;
    private const long LatestMicroseconds = long.MaxValue / NanosecondsPerMicrosecond;

    /// <summary>Whether there is a column for the direction.</summary>
    public bool HasDirection { get; private set; }

    /// <summary>Reads the names of the columns.</summary>
    /// <returns>Whether it is this layout.</returns>
    public bool TryReadHeader(string header)
    {
        var names = header.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        HasDirection = names.StartsWith("TIMESTAMP,ID,EXTENDED,DIR,BUS,LEN", StringComparison.Ordinal);
        return HasDirection || names.StartsWith("TIMESTAMP,ID,EXTENDED,BUS,LEN", StringComparison.Ordinal);
    }

    /// <summary>Reads a line.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line, StringCache names, out CanFrame frame)
    {
        frame = default;
        var cells = new CsvFields(line, Delimiter);
        var time = Next(ref cells);
        var negative = time is [(byte)'-', ..];
        time = negative ? time[1..] : time;
        if (!Utf8Numbers.TryTakeDecimal(ref time, out var microseconds) || !time.IsEmpty || microseconds > LatestMicroseconds)
        {
            return EntryResult.Malformed("the time is not a number of microseconds");
        }

        var idText = Next(ref cells);
        idText = idText.StartsWith("0x"u8) ? idText[2..] : idText;
        if (Utf8Numbers.TakeHex(ref idText, out var id) is not (> 0 and <= 8) || !idText.IsEmpty || id > CanId.MaxExtended)
        {
            return EntryResult.Malformed("the id is not a hex number up to 1FFFFFFF");
        }

        var extended = Next(ref cells) is [(byte)'t' or (byte)'T' or (byte)'1', ..] || id > CanId.MaxStandard;
        var flags = extended ? FrameFlags.Extended : FrameFlags.None;
        flags |= HasDirection && Next(ref cells).SequenceEqual("Tx"u8) ? FrameFlags.Transmitted : FrameFlags.None;
        var bus = Next(ref cells);
        var lengthText = Next(ref cells);
        if (!Utf8Numbers.TryTakeDecimal(ref lengthText, out var length) || !lengthText.IsEmpty || length > CanData.MaxLength
            || !DataLengthCode.TryFromLength((int)length, fd: length > CanData.MaxClassicLength, out var dlc))
        {
            return EntryResult.Malformed("the length is not one of 0 to 8, 12, 16, 20, 24, 32, 48 and 64");
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        for (var index = 0; index < length; index++)
        {
            if (cells.TryTakeByte(out bytes[index]))
            {
                continue;
            }

            var cell = Next(ref cells);
            if (cell.Length is not (1 or 2) || Utf8Numbers.TakeHex(ref cell, out var value) == 0 || !cell.IsEmpty)
            {
                return EntryResult.Malformed($"{length} bytes in hex were expected");
            }

            bytes[index] = (byte)value;
        }

        flags |= length > CanData.MaxClassicLength ? FrameFlags.Fd : FrameFlags.None;
        var nanoseconds = microseconds * NanosecondsPerMicrosecond;
        var timestamp = RelativeTime.ToTimestamp(negative ? -nanoseconds : nanoseconds, start, times);
        frame = new CanFrame(id, new CanData(bytes[..(int)length]), dlc, flags, timestamp, bus.IsEmpty ? null : names.Get(bus));
        return EntryResult.Frame;
    }

    private static ReadOnlySpan<byte> Next(ref CsvFields cells) =>
        !cells.AtEnd && cells.TryTake(out var cell, out _) ? cell.Trim((byte)' ') : default;
}
