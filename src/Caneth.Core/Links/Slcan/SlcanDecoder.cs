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
            return rest.Length > SlcanFrame.MaxLength ? MessageKind.Garbage : MessageKind.Incomplete;
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
            case var letter when SlcanFrame.IsBegunBy((byte)letter):
                return ReadFrame(line, received, ref frame);
            case 'z' or 'Z' when line.Length == 1:
                answers?.Take(accepted: true);
                return MessageKind.Other;
            case 'V' or 'v' or 'N' or 'F':
                return MessageKind.Other;
            default:
                return MessageKind.Garbage;
        }
    }

    private MessageKind ReadFrame(ReadOnlySpan<byte> line, Timestamp received, ref CanFrame frame)
    {
        if (!SlcanFrame.TryRead(line, Context.Device, ref frame, out var time))
        {
            return MessageKind.InvalidFrame;
        }

        frame = frame with { Timestamp = hasTimestamps && time is { } milliseconds ? TimeOf(milliseconds, received) : received };
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
