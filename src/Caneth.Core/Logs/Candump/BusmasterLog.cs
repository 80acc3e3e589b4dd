using System.Globalization;
using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Candump;

/// <summary>
/// A log of BUSMASTER, which has candump's extension: lines between stars say how it is written, then come lines such as
/// <c>11:49:12:9420 Rx 1 0x023 s 1 40</c>.
/// </summary>
/// <remarks>Source: wiretap/busmaster.c of Wireshark, and LogObjectCAN.cpp of BUSMASTER.</remarks>
/// <param name="options">How it is read.</param>
/// <param name="times">Adds times to the start.</param>
/// <param name="names">The names of channels.</param>
internal sealed class BusmasterLog(LogReadOptions options, LogTimes times, StringCache names)
{
    private const string StartKey = "START DATE AND TIME ";
    private const ulong NanosecondsPerTenthOfMillisecond = 100_000;
    private const long TicksPerTenthOfMillisecond = TimeSpan.TicksPerMillisecond / 10;
    private const int LastYear = 2250;

    private Timestamp start = options.StartTime;
    private DateTime? day;
    private TimeSpan lastOfDay;
    private long elapsed;
    private bool isDecimal;
    private Mode mode;

    private enum Mode
    {
        /// <summary>Times are those of the clock.</summary>
        System,

        /// <summary>Times count from the start.</summary>
        Absolute,

        /// <summary>Times count from the line before.</summary>
        Relative,
    }

    /// <summary>Whether a line is one of those that say how a log is written.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isFirst">Whether none came before, so that it must say whose log it is.</param>
    public static bool IsHeader(ReadOnlySpan<byte> line, bool isFirst) => isFirst ? line.StartsWith("***BUSMASTER"u8) : line.StartsWith("***"u8);

    /// <summary>Reads such a line.</summary>
    public EntryResult ReadHeader(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line).Trim('*', ' ');
        switch (text)
        {
            case "HEX" or "DEC":
                isDecimal = text == "DEC";
                break;
            case "SYSTEM MODE":
                mode = Mode.System;
                break;
            case "ABSOLUTE MODE":
                mode = Mode.Absolute;
                break;
            case "RELATIVE MODE":
                mode = Mode.Relative;
                break;
            case "PROTOCOL LIN":
                throw new ContradictionException("it is a log of BUSMASTER of a LIN bus, and holds no CAN frames");
            case "PROTOCOL J1939":
                throw new ContradictionException("it is a log of BUSMASTER of J1939 messages, which is not read; log the CAN frames instead");
        }

        return text.StartsWith(StartKey, StringComparison.Ordinal) && !TryBegin(text[StartKey.Length..])
            ? EntryResult.Malformed("the start of the session cannot be read, so times count from 1970")
            : EntryResult.Header;
    }

    /// <summary>Reads a line with a frame.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var words = new Utf8Words(line);
        if (words.Peek.IsEmpty)
        {
            return EntryResult.Nothing;
        }

        if (!TryReadTime(words.Next(), out var time))
        {
            return EntryResult.Malformed("expected a time, as in '11:49:12:9420 Rx 1 0x023 s 1 40'");
        }

        var timestamp = ToTimestamp(time);
        var direction = words.Next();
        if (!direction.SequenceEqual("Rx"u8) && !direction.SequenceEqual("Tx"u8))
        {
            return EntryResult.Malformed("the direction is neither Rx nor Tx");
        }

        var flags = direction[0] == 'T' ? FrameFlags.Transmitted : FrameFlags.None;
        var channel = names.Get(words.Next());
        if (!TryReadNumber(words.Next(), out var id) || id > CanId.MaxExtended)
        {
            return EntryResult.Malformed($"the id is not a {(isDecimal ? "decimal" : "hex")} number up to {(isDecimal ? "536870911" : "1FFFFFFF")}");
        }

        var type = words.Next();
        if (type.StartsWith("ERR"u8))
        {
            frame = new CanFrame(0, default, 0, flags | FrameFlags.Error, timestamp, channel);
            return EntryResult.Frame;
        }

        if (!TryReadType(type, ref flags) || id > CanId.MaxStandard && (flags & FrameFlags.Extended) == 0)
        {
            return EntryResult.Malformed("the type is none of s, x, sr, xr, s-fd and x-fd, or not that of the id");
        }

        var lengthText = words.Next();
        var fd = (flags & FrameFlags.Fd) != 0;
        if (!Utf8Numbers.TryTakeDecimal(ref lengthText, out var length) || !lengthText.IsEmpty || length > CanData.MaxLength
            || !DataLengthCode.TryFromLength((int)length, fd, out var dlc))
        {
            return EntryResult.Malformed($"no {(fd ? "CAN FD" : "classic")} frame has such a length");
        }

        return ReadData(ref words, (int)id, (int)length, dlc, flags, timestamp, channel, out frame);
    }

    private static bool TryReadType(ReadOnlySpan<byte> type, ref FrameFlags flags)
    {
        if (type is not [(byte)'s' or (byte)'x', ..])
        {
            return false;
        }

        flags |= type[0] == 'x' ? FrameFlags.Extended : FrameFlags.None;
        var rest = type[1..];
        flags |= rest.SequenceEqual("r"u8) ? FrameFlags.Remote : rest.SequenceEqual("-fd"u8) ? FrameFlags.Fd : FrameFlags.None;
        return rest.IsEmpty || (flags & (FrameFlags.Remote | FrameFlags.Fd)) != 0;
    }

    private EntryResult ReadData(ref Utf8Words words, int id, int length, int dlc, FrameFlags flags, Timestamp timestamp, string channel, out CanFrame frame)
    {
        frame = default;
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        var count = (flags & FrameFlags.Remote) != 0 ? 0 : length;
        for (var index = 0; index < count; index++)
        {
            if (!TryReadNumber(words.Next(), out var value) || value > byte.MaxValue)
            {
                return EntryResult.Malformed($"{length} bytes of {(isDecimal ? "decimal" : "two hex")} digits were expected");
            }

            bytes[index] = (byte)value;
        }

        frame = new CanFrame((uint)id, new CanData(bytes[..count]), dlc, flags, timestamp, channel);
        return EntryResult.Frame;
    }

    private bool TryReadNumber(ReadOnlySpan<byte> word, out long number)
    {
        number = 0;
        var isHex = !isDecimal;
        if (word.StartsWith("0x"u8))
        {
            word = word[2..];
            isHex = true;
        }

        if (!isHex)
        {
            return Utf8Numbers.TryTakeDecimal(ref word, out number) && word.IsEmpty;
        }

        var read = Utf8Numbers.TakeHex(ref word, out var value) is > 0 and <= 8 && word.IsEmpty;
        number = value;
        return read;
    }

    /// <summary>Reads hours, minutes, seconds and tenths of milliseconds.</summary>
    private static bool TryReadTime(ReadOnlySpan<byte> word, out long tenthsOfMilliseconds)
    {
        const int MostHours = 1_000_000;
        tenthsOfMilliseconds = 0;
        Span<long> parts = stackalloc long[4];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!Utf8Numbers.TryTakeDecimal(ref word, out parts[index]) || (index < 3) != word is [(byte)':', ..])
            {
                return false;
            }

            word = word.IsEmpty ? word : word[1..];
        }

        if (!word.IsEmpty || parts[0] > MostHours || parts[1] > 59 || parts[2] > 59 || parts[3] > 9999)
        {
            return false;
        }

        tenthsOfMilliseconds = ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 10_000 + parts[3];
        return true;
    }

    /// <summary>Takes the start of a session: <c>8:8:2014 11:49:7:965</c>, with the day first and milliseconds last.</summary>
    private bool TryBegin(string text)
    {
        const int MostMilliseconds = 999;
        var end = text.LastIndexOf(':');
        if (end < 0 || !int.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > MostMilliseconds
            || !DateTime.TryParseExact(text[..end].Trim(), "d:M:yyyy H:m:s", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begun)
            || !WallClock.TryToTimestamp(begun.AddMilliseconds(milliseconds), options.TimeZone, out var moment))
        {
            return false;
        }

        (start, day, lastOfDay, elapsed) = (moment, begun.Date, begun.TimeOfDay, 0);
        return true;
    }

    private Timestamp ToTimestamp(long time)
    {
        if (mode == Mode.System && day is { } today)
        {
            // The lines say no day: where the clock goes back by more than half of one, another has begun.
            var ofDay = TimeSpan.FromTicks(time * TicksPerTenthOfMillisecond);
            today = lastOfDay - ofDay > TimeSpan.FromHours(12) && today.Year < LastYear ? today.AddDays(1) : today;
            (day, lastOfDay) = (today, ofDay);
            return WallClock.TryToTimestamp(today + ofDay, options.TimeZone, out var moment) ? moment : start;
        }

        elapsed = mode == Mode.Relative ? Math.Min(elapsed + time, long.MaxValue / 2) : time;
        return times.Add(start, (ulong)elapsed, NanosecondsPerTenthOfMillisecond);
    }
}
