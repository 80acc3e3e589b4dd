using System.Buffers;
using Caneth.Logs.Text;

namespace Caneth.Logs.Candump;

/// <summary>Reads what candump writes: <c>(1443000166.064000) can0 21A#FE3612FE T</c>, and what it shows on the screen.</summary>
/// <remarks>The notation behind the blank is that of can-utils' lib.h: sprint_canframe and parse_canframe.</remarks>
internal sealed class CandumpReader(LogFormat format, LogSource source, LogReadOptions options) : TextLogReader(format, source, options)
{
    private const int StandardDigits = 3;
    private const int ExtendedDigits = 8;

    protected override IReadOnlyList<string> Continuations { get; } = ["0", "00", "8", "_9", " T", "R", "#0", " remote"];

    protected override LineKind ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        if (line.IsEmpty || line[0] != '(' || line.IndexOf((byte)'#') < 0)
        {
            return ReadOther(line, out frame);
        }

        var rest = line[1..];
        if (!Utf8Numbers.TryTakeFixed(ref rest, unitDigits: 9, out var time) || !rest.StartsWith(") "u8))
        {
            return Malformed("a line begins with the time in seconds, as in '(1443000166.064000) '");
        }

        rest = rest[2..].TrimStart((byte)' ');
        var nameLength = rest.IndexOf((byte)' ');
        if (nameLength <= 0)
        {
            return Malformed("behind the time stands the interface, as in 'can0 '");
        }

        var device = Names.Get(rest[..nameLength]);
        rest = rest[(nameLength + 1)..].TrimStart((byte)' ');
        var digits = Utf8Numbers.TakeHex(ref rest, out var id);
        if (digits is not (StandardDigits or ExtendedDigits) || rest.IsEmpty || rest[0] != '#')
        {
            return Malformed("an id has 3 or 8 hex digits with a # behind it");
        }

        if (!CandumpId.TrySplit(id, digits == ExtendedDigits, out id, out var flags))
        {
            return Malformed("a standard id is at most 7FF");
        }

        var timestamp = new Timestamp(SmallTime.ToNanoseconds(time, Options.StartTime));
        return ReadContent(rest[1..], id, flags, timestamp, device, out frame);
    }

    /// <summary>Reads what stands behind the #.</summary>
    private LineKind ReadContent(
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

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        if (Convert.FromHexString(rest, bytes, out _, out var length) == OperationStatus.Done && length <= CanData.MaxClassicLength)
        {
            frame = new CanFrame(id, new CanData(bytes[..length]), length, flags, timestamp, device);
            return LineKind.Frame;
        }

        return rest[0] switch
        {
            (byte)'R' or (byte)'r' => ReadRemote(rest[1..], id, flags, timestamp, device, out frame),
            (byte)'#' => ReadFd(rest[1..], id, flags, timestamp, device, out frame),
            _ => ReadUnusual(rest, id, flags, timestamp, device, out frame),
        };
    }

    private LineKind ReadRemote(
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
            return Malformed("behind the R of a remote frame stands its length, 0 to 8");
        }

        frame = new CanFrame(id, default, dlc, flags | FrameFlags.Remote, timestamp, device);
        return LineKind.Frame;
    }

    private LineKind ReadFd(
        ReadOnlySpan<byte> rest, uint id, FrameFlags flags, Timestamp timestamp, string device, out CanFrame frame)
    {
        frame = default;
        var fdFlags = rest.IsEmpty ? HexDigit.None : HexDigit.Value(rest[0]);
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        if (fdFlags == HexDigit.None
            || Convert.FromHexString(rest[1..], bytes, out _, out var length) != OperationStatus.Done
            || !DataLengthCode.TryOf(length, fd: true, out var dlc))
        {
            return Malformed("behind ## stand a digit of flags and 0 to 8, 12, 16, 20, 24, 32, 48 or 64 bytes");
        }

        flags |= FrameFlags.Fd | CandumpId.FdFlags(fdFlags);
        frame = new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, device);
        return LineKind.Frame;
    }

    /// <summary>
    /// Classic data with points between bytes, or with a raw DLC of 9 to 15 behind it: <c>1122334455667788_E</c>.
    /// </summary>
    private LineKind ReadUnusual(
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
            return Malformed("a classic frame has 0 to 8 bytes of two hex digits each");
        }

        frame = new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, device);
        return LineKind.Frame;
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

    private LineKind ReadOther(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var text = line.Trim(" \t"u8);
        if (text.IsEmpty || line[0] == '\t')
        {
            // On the screen, what an error frame means follows it on lines that begin with a tab.
            return LineKind.Nothing;
        }

        var problem = CandumpScreen.Read(text, Names, Options.StartTime, out frame);
        return problem is null ? LineKind.Frame : Malformed(problem);
    }
}
