using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Socketcand;

/// <summary>
/// Turns what a socketcand server sends into frames: <c>&lt; frame 123 SEC.USEC 1122 &gt;</c>, where an id of more than 3 digits is extended;
/// <c>&lt; fdframe 123 FLAGS SEC.USEC 11 22 &gt;</c>; <c>&lt; error CLASS SEC.USEC &gt;</c>.
/// </summary>
/// <remarks>
/// Lenient where servers differ: data with and without blanks between the bytes, one blank or two where there is none, line ends between
/// messages, and <c>&lt; rtr 123 SEC.USEC DLC &gt;</c>, which some send.
/// </remarks>
/// <param name="time">What is made of the server's times.</param>
/// <param name="wantsErrorFrames">Whether error frames are received like others.</param>
/// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
internal sealed class SocketcandDecoder(RemoteTime time, bool wantsErrorFrames, LinkContext context) : MessageDecoder(context)
{
    private const int DigitsOfStandard = 3;

    private readonly RemoteClock clock = new(time);
    private readonly BusErrorReport errors = new(wantsErrorFrames, context);

    /// <inheritdoc/>
    protected override MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length)
    {
        var kind = SocketcandMessage.Measure(rest, out length);
        if (kind != MessageKind.Other)
        {
            return kind;
        }

        var words = new SocketcandWords(rest[1..(length - 1)]);
        var text = words.Rest;
        var word = words.Next();
        return word.SequenceEqual("frame"u8) ? ReadFrame(ref words, received, FrameFlags.None, ref frame)
            : word.SequenceEqual("fdframe"u8) ? ReadFrame(ref words, received, FrameFlags.Fd, ref frame)
            : word.SequenceEqual("rtr"u8) ? ReadFrame(ref words, received, FrameFlags.Remote, ref frame)
            : word.SequenceEqual("error"u8) ? ReadError(words, received, ref frame)
            : word.SequenceEqual("Syntax"u8) ? Report(text)
            : MessageKind.Other;
    }

    private MessageKind ReadFrame(ref SocketcandWords words, Timestamp received, FrameFlags flags, ref CanFrame frame)
    {
        var digits = words.Next();
        if (!AsciiHex.TryReadNumber(digits, out var id) || id > (digits.Length > DigitsOfStandard ? CanId.MaxExtended : CanId.MaxStandard))
        {
            return MessageKind.InvalidFrame;
        }

        flags |= digits.Length > DigitsOfStandard ? FrameFlags.Extended : FrameFlags.None;
        if ((flags & FrameFlags.Fd) != 0)
        {
            if (!AsciiHex.TryReadNumber(words.Next(), out var fdFlags))
            {
                return MessageKind.InvalidFrame;
            }

            flags |= ((fdFlags & SocketcandWire.BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : 0) | ((fdFlags & SocketcandWire.ErrorStateBit) != 0 ? FrameFlags.ErrorState : 0);
        }

        if (!TryReadTime(words.Next(), out var remote))
        {
            return MessageKind.InvalidFrame;
        }

        return (flags & FrameFlags.Remote) != 0
            ? MakeRemote(id, flags, words.Next(), clock.At(remote, received), ref frame)
            : MakeData(id, flags, ref words, clock.At(remote, received), ref frame);
    }

    private MessageKind MakeRemote(uint id, FrameFlags flags, ReadOnlySpan<byte> dlc, Timestamp at, ref CanFrame frame)
    {
        if (!AsciiHex.TryReadNumber(dlc, out var number) || number > CanData.MaxClassicLength)
        {
            return MessageKind.InvalidFrame;
        }

        frame = new(id, default, (int)number, flags, at, Context.Device);
        return MessageKind.Frame;
    }

    private MessageKind MakeData(uint id, FrameFlags flags, ref SocketcandWords words, Timestamp at, ref CanFrame frame)
    {
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        if (!TryReadData(ref words, data, out var count))
        {
            return MessageKind.InvalidFrame;
        }

        // A server that was told to open its bus for CAN FD writes frames of both kinds in one way.
        flags |= count > CanData.MaxClassicLength ? FrameFlags.Fd : FrameFlags.None;
        if (!DataLengthCode.TryFromLength(count, (flags & FrameFlags.Fd) != 0, out var dlc))
        {
            return MessageKind.InvalidFrame;
        }

        frame = new(id, new CanData(data[..count]), dlc, flags, at, Context.Device);
        return MessageKind.Frame;
    }

    /// <summary>An error frame of the bus, or an error of the server in words.</summary>
    private MessageKind ReadError(SocketcandWords words, Timestamp received, ref CanFrame frame)
    {
        var text = words.Rest;
        if (!AsciiHex.TryReadNumber(words.Next(), out var number) || !TryReadTime(words.Next(), out var remote))
        {
            return Report(text);
        }

        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        if (!TryReadData(ref words, data, out var count))
        {
            return MessageKind.InvalidFrame;
        }

        var errorClass = number & CanId.MaxExtended;
        if (!errors.Note(errorClass))
        {
            return MessageKind.Other;
        }

        var flags = FrameFlags.Error | (errorClass > CanId.MaxStandard ? FrameFlags.Extended : 0);
        frame = new(errorClass, new CanData(data[..count]), count, flags, clock.At(remote, received), Context.Device);
        return MessageKind.Frame;
    }

    private MessageKind Report(ReadOnlySpan<byte> text)
    {
        Context.Notify(LinkNoticeKind.PeerError, SocketcandMessages.Error(Context.Device ?? "", Encoding.ASCII.GetString(text).Trim()));
        return MessageKind.Other;
    }

    private static bool TryReadData(ref SocketcandWords words, scoped Span<byte> data, out int count)
    {
        count = 0;
        for (var digits = words.Next(); !digits.IsEmpty; digits = words.Next())
        {
            var more = digits.Length / 2;
            if (more > data.Length - count || !AsciiHex.TryReadBytes(digits, data.Slice(count, more)))
            {
                return false;
            }

            count += more;
        }

        return true;
    }

    /// <summary>Reads <c>SEC.USEC</c>, with 1 to 9 digits after the point.</summary>
    private static bool TryReadTime(ReadOnlySpan<byte> text, out Timestamp at)
    {
        const int MaxDigitsOfSeconds = 10;
        const int DigitsOfNanoseconds = 9;
        at = default;
        var point = text.IndexOf((byte)'.');
        var fraction = text.Length - point - 1;
        if (point is < 1 or > MaxDigitsOfSeconds || fraction is < 1 or > DigitsOfNanoseconds)
        {
            return false;
        }

        var nanoseconds = 0L;
        for (var index = 0; index < point + 1 + DigitsOfNanoseconds; index++)
        {
            var digit = index == point ? 0 : index < text.Length ? text[index] - '0' : 0;
            if (digit is < 0 or > 9)
            {
                return false;
            }

            nanoseconds = index == point ? nanoseconds : nanoseconds * 10 + digit;
        }

        at = new(nanoseconds);
        return nanoseconds >= 0;
    }
}
