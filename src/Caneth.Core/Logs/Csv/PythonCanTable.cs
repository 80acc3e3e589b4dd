using System.Buffers;
using System.Buffers.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// python-can's layout: <c>timestamp,arbitration_id,extended,remote,error,dlc,data</c>, with times in seconds, ids in hex, 0 and 1 for the flags,
/// the length of the data for a DLC, and data in Base64. Nothing says the channel, nor that a frame of up to 8 bytes is a CAN FD frame.
/// </summary>
/// <remarks>Source: can/io/csv.py of python-can 4.1.</remarks>
/// <param name="start">The moment that small times count from.</param>
/// <param name="times">Adds them.</param>
internal sealed class PythonCanTable(Timestamp start, LogTimes times)
{
    private const byte Delimiter = (byte)',';
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Whether the names of the columns are those of this layout.</summary>
    public static bool IsHeader(string header) =>
        header.Trim().Equals("timestamp,arbitration_id,extended,remote,error,dlc,data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a line.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var cells = new CsvFields(line, Delimiter);
        var time = Next(ref cells);
        if (!TryReadTime(time, out var timestamp))
        {
            return EntryResult.Malformed("the time is not a number of seconds");
        }

        var idText = Next(ref cells);
        idText = idText.StartsWith("0x"u8) ? idText[2..] : idText;
        if (Utf8Numbers.TakeHex(ref idText, out var id) is not (> 0 and <= 8) || !idText.IsEmpty)
        {
            return EntryResult.Malformed("the id is not a hex number");
        }

        var fields = new FrameFields { Timestamp = timestamp };
        foreach (var flag in (ReadOnlySpan<FrameFlags>)[FrameFlags.Extended, FrameFlags.Remote, FrameFlags.Error])
        {
            if (Next(ref cells) is not [(byte)'0' or (byte)'1'] value)
            {
                return EntryResult.Malformed("a flag is neither 0 nor 1");
            }

            fields.Flags |= value[0] == '1' ? flag : FrameFlags.None;
        }

        var lengthText = Next(ref cells);
        Span<byte> bytes = stackalloc byte[CanData.MaxLength + 2];
        var data = Next(ref cells);
        if (!Utf8Numbers.TryTakeDecimal(ref lengthText, out var length) || !lengthText.IsEmpty || length > CanData.MaxLength
            || Base64.DecodeFromUtf8(data, bytes, out _, out var count) != OperationStatus.Done || count > CanData.MaxLength || !cells.AtEnd)
        {
            return EntryResult.Malformed("a length of 0 to 64 and data in Base64 were expected");
        }

        if ((fields.Flags & FrameFlags.Remote) != 0)
        {
            _ = fields.TrySetId(id) && fields.TrySetDlc(Math.Min(length, DataLengthCode.Max));
            return fields.Build(out frame);
        }

        if (count != length)
        {
            return EntryResult.Malformed($"the length is {length}, but there are {count} bytes");
        }

        fields.Flags |= count > CanData.MaxClassicLength ? FrameFlags.Fd : FrameFlags.None;
        fields.SetData(bytes[..count]);
        _ = fields.TrySetId(id);
        return fields.Build(out frame);
    }

    // Python writes what is very small as 1e-05.
    private bool TryReadTime(ReadOnlySpan<byte> text, out Timestamp timestamp)
    {
        var rest = text;
        if (Utf8Numbers.TryTakeFixed(ref rest, unitDigits: 9, out var time) && rest.IsEmpty)
        {
            timestamp = RelativeTime.ToTimestamp(time, start, times);
            return true;
        }

        var read = Utf8Parser.TryParse(text, out double seconds, out var used) && used == text.Length && Math.Abs(seconds) < 1;
        timestamp = read ? times.Add(start, (long)Math.Round(seconds * NanosecondsPerSecond)) : start;
        return read;
    }

    private static ReadOnlySpan<byte> Next(ref CsvFields cells) => !cells.AtEnd && cells.TryTake(out var cell, out _) ? cell : default;
}
