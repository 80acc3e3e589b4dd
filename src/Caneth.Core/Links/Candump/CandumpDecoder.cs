using System.Globalization;
using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Candump;

/// <summary>Turns the lines of candump into frames.</summary>
/// <param name="time">What is made of its times.</param>
/// <param name="echoes">The frames of this connection that are to come back: candump shows what its own computer sends, too.</param>
/// <param name="window">The frames of this connection that are on their way to cansend.</param>
/// <param name="reports">Reports what it says beside frames.</param>
/// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
internal sealed class CandumpDecoder(RemoteTime time, AwaitedEchoes echoes, SendWindow window, CandumpReports reports, LinkContext context)
    : MessageDecoder(context)
{
    // A time, an interface, an id, 64 bytes.
    private const int MaxLine = 256;

    private readonly RemoteClock clock = new(time);

    // DROPCOUNT: dropped 3 CAN frames on 'can0' socket (total drops 3)
    private static ReadOnlySpan<byte> Dropped => "DROPCOUNT: dropped "u8;

    /// <inheritdoc/>
    protected override MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length)
    {
        var end = rest.IndexOf((byte)'\n');
        length = end < 0 ? rest.Length : end + 1;
        if (length > MaxLine)
        {
            return MessageKind.Garbage;
        }

        if (end < 0)
        {
            return MessageKind.Incomplete;
        }

        var line = rest[..end].TrimEnd((byte)'\r');
        return line.IsEmpty ? MessageKind.Filler
            : line[0] == '(' ? ReadFrame(line, received, ref frame)
            : Ascii.Equals(line, CandumpWire.Sent) ? ReadAnswer(isSent: true)
            : Ascii.Equals(line, CandumpWire.NotSent) ? ReadAnswer(isSent: false)
            : line.StartsWith(Dropped) ? ReadDropped(line[Dropped.Length..])
            : MessageKind.Garbage;
    }

    private MessageKind ReadFrame(ReadOnlySpan<byte> line, Timestamp received, ref CanFrame frame)
    {
        Span<char> text = stackalloc char[MaxLine];
        var count = Encoding.ASCII.GetChars(line, text);
        if (!CanFrameText.TryParse(text[..count], out var read))
        {
            return MessageKind.InvalidFrame;
        }

        if (read.Error ? !reports.Errors.Note(read.Id) : echoes.Take(read))
        {
            return MessageKind.Other;
        }

        // What other programs of that computer sent is received, as far as this session goes.
        frame = new(read.Id, read.Data, read.Dlc, read.Flags & ~FrameFlags.Transmitted, clock.At(read.Timestamp, received), Context.Device);
        return MessageKind.Frame;
    }

    /// <summary>Takes an answer in; why a frame was not sent, cansend says where errors go.</summary>
    private MessageKind ReadAnswer(bool isSent)
    {
        window.Answer();
        Context.Count(LinkCounter.FramesRefused, isSent ? 0 : 1);
        return MessageKind.Other;
    }

    private MessageKind ReadDropped(ReadOnlySpan<byte> rest)
    {
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (!uint.TryParse(digits < 0 ? rest : rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var frames))
        {
            return MessageKind.Garbage;
        }

        reports.Lost.Note(frames);
        return MessageKind.Other;
    }
}
