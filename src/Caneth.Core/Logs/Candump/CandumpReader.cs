using System.Buffers;
using System.Globalization;
using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Candump;

/// <summary>Reads what candump writes: <c>(1443000166.064000) can0 21A#FE3612FE T</c>, what it shows on the screen, and BUSMASTER's logs.</summary>
/// <remarks>The notation after the blank is that of can-utils' lib.h: sprint_canframe and parse_canframe.</remarks>
internal sealed class CandumpReader(LogFormat format, LogInput input, LogReadOptions options) : TextLogReader(format, input, options)
{
    private const int StandardDigits = 3;
    private const int ExtendedDigits = 8;

    private LocalTimes? clock;
    private BusmasterLog? busmaster;

    public override string? AppendObstacle => busmaster is null ? null : "it is a log of BUSMASTER, and candump would be written";

    protected override IReadOnlyList<string> Continuations { get; } = ["0", "00", "8", "_9", " T", "R", "#0", " remote"];

    // In the hour that an autumn night has twice, the times before a local time decide which it is; in BUSMASTER, which day it is.
    protected override bool TimesAreIndependent => clock is null && busmaster is null;

    protected override EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        if (line.IsEmpty || line[0] != '(')
        {
            return ReadOther(line, out frame);
        }

        var rest = line[1..];
        if (!TryTakeTime(ref rest, out var timestamp))
        {
            return EntryResult.Malformed("expected the time in seconds, as in '(1443000166.064000) ', or a date, as in '(2015-09-23 09:22:46.064000) '");
        }

        rest = rest.TrimStart((byte)' ');
        var nameLength = rest.IndexOf((byte)' ');
        if (nameLength <= 0)
        {
            return EntryResult.Malformed("expected the interface after the time, as in 'can0 '");
        }

        var name = rest[..nameLength];
        rest = rest[(nameLength + 1)..].TrimStart((byte)' ');
        var content = rest;
        var digits = Utf8Numbers.TakeHex(ref content, out var id);
        if (content.IsEmpty || content[0] != '#')
        {
            return CandumpScreen.Read(name, new Utf8Words(rest), timestamp, Names, out frame);
        }

        if (digits is not (StandardDigits or ExtendedDigits))
        {
            return EntryResult.Malformed("an id has 3 or 8 hex digits with a # after it");
        }

        if (!CandumpId.TrySplit(id, digits == ExtendedDigits, out id, out var flags))
        {
            return EntryResult.Malformed("a standard id is at most 7FF");
        }

        return ReadContent(content[1..], id, flags, timestamp, Names.Get(name), out frame);
    }

    /// <summary>Takes the time: <c>1443000166.064000) </c>, or with -tA that of the clock, <c>2015-09-23 09:22:46.064000) </c>.</summary>
    private bool TryTakeTime(ref ReadOnlySpan<byte> rest, out Timestamp timestamp)
    {
        var text = rest;
        if (Utf8Numbers.TryTakeFixed(ref text, unitDigits: 9, out var time) && text.StartsWith(") "u8))
        {
            timestamp = RelativeTime.ToTimestamp(time, Options.StartTime, Times);
            rest = text[2..];
            return true;
        }

        timestamp = default;
        const int LongestDate = 40;
        var end = rest.IndexOf((byte)')');
        if (end is < 0 or > LongestDate || rest.Length < end + 2
            || !DateTime.TryParseExact(Encoding.ASCII.GetString(rest[..end]), "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var date)
            || !(clock ??= new LocalTimes(Options.TimeZone)).TryToTimestamp(date, out timestamp))
        {
            return false;
        }

        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Reads what follows the #.</summary>
    private static EntryResult ReadContent(
        ReadOnlySpan<byte> rest, uint id, FrameFlags flags, Timestamp timestamp, string device, out CanFrame frame)
    {
        frame = default;
        var end = rest.IndexOf((byte)' ');
        if (end >= 0)
        {
            if (rest[(end + 1)..].TrimStart((byte)' ') is [(byte)'T', ..])
            {
                flags |= FrameFlags.Transmitted;
            }

            rest = rest[..end];
        }

        if (HexDigit.TryReadData(rest, out var data))
        {
            frame = new CanFrame(id, data, data.Count, flags, timestamp, device);
            return EntryResult.Frame;
        }

        return rest[0] switch
        {
            (byte)'R' or (byte)'r' => ReadRemote(rest[1..], id, flags, timestamp, device, out frame),
            (byte)'#' => ReadFd(rest[1..], id, flags, timestamp, device, out frame),
            _ => ReadUnusual(rest, id, flags, timestamp, device, out frame),
        };
    }

    private static EntryResult ReadRemote(
        ReadOnlySpan<byte> rest, uint id, FrameFlags flags, Timestamp timestamp, string device, out CanFrame frame)
    {
        frame = default;
        var dlc = 0;
        if (!rest.IsEmpty && rest[0] != '_')
        {
            dlc = HexDigit.Value(rest[0]);
            rest = rest[1..];
        }

        if (dlc > CanData.MaxClassicLength || !TryTakeRawDlc(ref rest, ref dlc) || !rest.IsEmpty)
        {
            return EntryResult.Malformed("expected a length of 0 to 8 after the R of a remote frame");
        }

        frame = new CanFrame(id, default, dlc, flags | FrameFlags.Remote, timestamp, device);
        return EntryResult.Frame;
    }

    private static EntryResult ReadFd(
        ReadOnlySpan<byte> rest, uint id, FrameFlags flags, Timestamp timestamp, string device, out CanFrame frame)
    {
        frame = default;
        var fdFlags = rest.IsEmpty ? HexDigit.None : HexDigit.Value(rest[0]);
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        if (fdFlags == HexDigit.None
            || Convert.FromHexString(rest[1..], bytes, out _, out var length) != OperationStatus.Done
            || !DataLengthCode.TryFromLength(length, fd: true, out var dlc))
        {
            return EntryResult.Malformed("expected a digit of flags and 0 to 8, 12, 16, 20, 24, 32, 48 or 64 bytes after ##");
        }

        flags |= FrameFlags.Fd | CandumpId.FdFlags(fdFlags);
        frame = new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, device);
        return EntryResult.Frame;
    }

    /// <summary>
    /// Classic data with points between bytes, or with a raw DLC of 9 to 15 after it: <c>1122334455667788_E</c>.
    /// </summary>
    private static EntryResult ReadUnusual(
        ReadOnlySpan<byte> rest, uint id, FrameFlags flags, Timestamp timestamp, string device, out CanFrame frame)
    {
        frame = default;
        Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        var length = 0;
        for (; length < bytes.Length && rest.Length >= 2 && HexDigit.Pair(rest[0], rest[1]) is var value and <= byte.MaxValue; length++)
        {
            bytes[length] = (byte)value;
            rest = rest[2..];
            rest = rest is [(byte)'.', ..] ? rest[1..] : rest;
        }

        var dlc = length;
        if (!TryTakeRawDlc(ref rest, ref dlc) || !rest.IsEmpty)
        {
            return EntryResult.Malformed("a classic frame has 0 to 8 bytes of two hex digits each");
        }

        frame = new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, device);
        return EntryResult.Frame;
    }

    private static bool TryTakeRawDlc(ref ReadOnlySpan<byte> rest, ref int dlc)
    {
        if (rest is not [(byte)'_', var digit, ..])
        {
            return true;
        }

        var raw = HexDigit.Value(digit);
        if (dlc != CanData.MaxClassicLength || raw is <= CanData.MaxClassicLength or HexDigit.None)
        {
            return false;
        }

        dlc = raw;
        rest = rest[2..];
        return true;
    }

    private EntryResult ReadOther(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var text = line.Trim(" \t"u8);
        if (text.IsEmpty || line[0] == '\t')
        {
            // On the screen, what an error frame means follows it on lines that begin with a tab.
            return EntryResult.Nothing;
        }

        if (text[0] == '(')
        {
            return ReadLine(text, out frame);
        }

        if (BusmasterLog.IsHeader(text, isFirst: busmaster is null))
        {
            return (busmaster ??= new BusmasterLog(Options, Times, Names)).ReadHeader(text);
        }

        if (busmaster is not null)
        {
            return busmaster.Read(text, out frame);
        }

        if (text.StartsWith("DROPCOUNT: dropped "u8))
        {
            var count = text["DROPCOUNT: dropped ".Length..];
            LossCounter.Add("CAN frames that the computer which recorded dropped (DROPCOUNT)",
                Utf8Numbers.TryTakeDecimal(ref count, out var dropped) ? dropped : 1);
            return EntryResult.Nothing;
        }

        var words = new Utf8Words(text);
        var name = words.Next();
        return CandumpScreen.Read(name, words, Options.StartTime, Names, out frame);
    }
}
