using Caneth.Links;
using Caneth.Links.Slcan;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>As an SLCAN adapter speaks: commands that end in CR, each answered by CR, or by BEL where it is refused.</summary>
/// <remarks>
/// Source: LAWICEL's manual of CAN232 and CANUSB. The bit rate is the gateway's affair: what sets it is accepted and changes nothing.
/// </remarks>
internal sealed class SlcanConversation : Conversation
{
    private const int Minute = 60_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly LinkCapabilities Carried = SlcanWire.CapabilitiesOf(new());

    private bool isListenOnly;
    private volatile bool hasTimestamps;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => Carried;

    /// <inheritdoc/>
    public override int MaxFrameSize => SlcanFrame.MaxClassicLength + 1;

    private static ReadOnlySpan<byte> Yes => "\r"u8;

    private static ReadOnlySpan<byte> No => "\a"u8;

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length)
    {
        length = SlcanLine.LengthOf(bytes);
        if (length == 0)
        {
            length = bytes.Length;
            return length > SlcanFrame.MaxLength ? MessageKind.Garbage : MessageKind.Incomplete;
        }

        // Empty lines clear what an adapter has of a command that was cut, and are not answered.
        var line = bytes[..(length - 1)];
        return line.IsEmpty ? MessageKind.Filler
            : SlcanFrame.IsBegunBy(line[0]) ? Read(line, ref frame)
            : Obey(line);
    }

    /// <inheritdoc/>
    public override void Answer(in CanFrame frame, bool accepted) => Say(!accepted ? No : frame.Extended ? "Z\r"u8 : "z\r"u8);

    /// <inheritdoc/>
    public override int Write(in CanFrame frame, Span<byte> destination)
    {
        var rest = destination;
        SlcanFrame.Write(frame, ref rest);
        if (hasTimestamps)
        {
            var time = (uint)(frame.Timestamp.Nanoseconds / NanosecondsPerMillisecond % Minute);
            AsciiHex.Write(time >> 8, 2, ref rest);
            AsciiHex.Write(time & byte.MaxValue, 2, ref rest);
        }

        AsciiHex.Write(Yes, ref rest);
        return destination.Length - rest.Length;
    }

    private MessageKind Read(ReadOnlySpan<byte> line, ref CanFrame frame)
    {
        var isFrame = SlcanFrame.TryRead(line, null, ref frame, out _);
        if (isFrame && IsListening && !isListenOnly)
        {
            return MessageKind.Frame;
        }

        Say(No);
        return isFrame ? MessageKind.Other : MessageKind.InvalidFrame;
    }

    private MessageKind Obey(ReadOnlySpan<byte> line)
    {
        Say(AnswerTo(line));
        return MessageKind.Other;
    }

    /// <summary>Does what a command says.</summary>
    /// <returns>What it is answered.</returns>
    private ReadOnlySpan<byte> AnswerTo(ReadOnlySpan<byte> line)
    {
        switch ((char)line[0])
        {
            case 'O' or 'L' when line.Length == 1 && !IsListening:
                isListenOnly = line[0] == 'L';
                IsListening = true;
                return Yes;
            case 'C' when line.Length == 1:
                IsListening = false;
                return Yes;
            case 'Z' when line.Length == 2 && line[1] is (byte)'0' or (byte)'1':
                hasTimestamps = line[1] == '1';
                return Yes;
            case 'S' or 's' or 'X' or 'M' or 'm' or 'W' or 'U' or 'Y' or 'Q' when !IsListening:
                return Yes;
            case 'V':
                return "V1013\r"u8;
            case 'v':
                return "v1013\r"u8;
            case 'N':
                return "N0001\r"u8;
            case 'F':
                return "F00\r"u8;
            default:
                return No;
        }
    }
}
