using Caneth.Links.Streams;

namespace Caneth.Links.Slcan;

/// <summary>Turns the lines of an adapter into frames, and hands its answers on.</summary>
/// <remarks>
/// A frame may have a time of 4 hex digits after its data: milliseconds, which begin anew each minute or, in some firmware, after 65,536.
/// </remarks>
/// <param name="hasTimestamps">Whether the adapter's times count.</param>
/// <param name="answers">Takes its answers in; null where nobody wants them.</param>
/// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
internal sealed class SlcanDecoder(bool hasTimestamps, SlcanAnswers? answers, LinkContext context) : MessageDecoder(context)
{
    // B, an id, a DLC, 64 bytes, a time.
    private const int MaxLine = 1 + 8 + 1 + 2 * CanData.MaxLength + TimeDigits;
    private const int TimeDigits = 4;
    private const int Wrap = 60_000;
    private const int OddWrap = 65_536;
    private const long Millisecond = 1_000_000;

    private DeviceClock clock = new(TimeSpan.FromMilliseconds(Wrap));
    private bool hasOddWrap;
    private bool isAfterReturn;

    /// <inheritdoc/>
    protected override MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length)
    {
        var end = rest.IndexOfAny(SlcanLine.Ends);
        length = end + 1;
        if (end < 0)
        {
            length = rest.Length;
            return rest.Length > MaxLine ? MessageKind.Garbage : MessageKind.Incomplete;
        }

        if (end == 0)
        {
            return ReadEnd(rest[0]);
        }

        // BEL is a line of its own, whatever came before it.
        length = rest[end] == SlcanLine.Bell ? end : length;
        isAfterReturn = length > end && rest[end] == '\r';
        return ReadLine(rest[..end], received, ref frame);
    }

    private MessageKind ReadEnd(byte end)
    {
        var isSecondHalf = end == '\n' && isAfterReturn;
        isAfterReturn = end == '\r';
        if (isSecondHalf)
        {
            return MessageKind.Filler;
        }

        answers?.Take(accepted: end != SlcanLine.Bell);
        return MessageKind.Other;
    }

    private MessageKind ReadLine(ReadOnlySpan<byte> line, Timestamp received, ref CanFrame frame)
    {
        switch ((char)line[0])
        {
            case 't' or 'T':
                return ReadFrame(line, received, FrameFlags.None, ref frame);
            case 'r' or 'R':
                return ReadFrame(line, received, FrameFlags.Remote, ref frame);
            case 'd' or 'D':
                return ReadFrame(line, received, FrameFlags.Fd, ref frame);
            case 'b' or 'B':
                return ReadFrame(line, received, FrameFlags.Fd | FrameFlags.BitRateSwitch, ref frame);
            case 'z' or 'Z' when line.Length == 1:
                answers?.Take(accepted: true);
                return MessageKind.Other;
            case 'V' or 'v' or 'N' or 'F':
                return MessageKind.Other;
            default:
                return MessageKind.Garbage;
        }
    }

    private MessageKind ReadFrame(ReadOnlySpan<byte> line, Timestamp received, FrameFlags flags, ref CanFrame frame)
    {
        var isExtended = line[0] is >= (byte)'A' and <= (byte)'Z';
        var header = isExtended ? 1 + 8 : 1 + 3;
        var isFd = (flags & FrameFlags.Fd) != 0;
        if (line.Length <= header || !AsciiHex.TryReadNumber(line[1..header], out var id) || id > (isExtended ? CanId.MaxExtended : CanId.MaxStandard)
            || !AsciiHex.TryReadNumber(line.Slice(header, 1), out var dlc) || !isFd && dlc > CanData.MaxClassicLength)
        {
            return MessageKind.InvalidFrame;
        }

        var count = (flags & FrameFlags.Remote) != 0 ? 0 : DataLengthCode.ToLength((int)dlc, isFd);
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        var digits = line[(header + 1)..];
        var time = 0u;
        var hasTime = digits.Length == 2 * count + TimeDigits;
        if (digits.Length != 2 * count && !hasTime || !AsciiHex.TryReadBytes(digits[..(2 * count)], data[..count])
            || hasTime && !AsciiHex.TryReadNumber(digits[(2 * count)..], out time))
        {
            return MessageKind.InvalidFrame;
        }

        flags |= isExtended ? FrameFlags.Extended : FrameFlags.None;
        var at = hasTime && hasTimestamps ? TimeOf((int)time, received) : received;
        frame = new(id, new CanData(data[..count]), (int)dlc, flags, at, Context.Device);
        return MessageKind.Frame;
    }

    private Timestamp TimeOf(int milliseconds, Timestamp received)
    {
        if (milliseconds >= Wrap && !hasOddWrap)
        {
            hasOddWrap = true;
            clock = new(TimeSpan.FromMilliseconds(OddWrap));
        }

        return clock.At(milliseconds * Millisecond, received);
    }
}
