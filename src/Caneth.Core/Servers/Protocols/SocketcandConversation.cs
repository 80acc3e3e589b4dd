using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Caneth.Links;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>As socketcand speaks with its clients: it greets, opens the one bus there is, and shows it in raw mode.</summary>
/// <remarks>
/// Source: linux-can/socketcand, doc/protocol.md and src/state_raw.c at 6dd5d33. Takes what clients write that are in use: python-can writes
/// extended ids without zeros, SavvyCAN standard ids without zeros, extended ids with bit 31, and bytes above 7F with the sign of an int in
/// front. A command may come in pieces.
/// </remarks>
internal sealed class SocketcandConversation : Conversation
{
    private const int DigitsOfExtended = 8;
    private const uint ExtendedBit = 0x8000_0000;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerMicrosecond = 1000;

    private static readonly LinkCapabilities Carried = SocketcandWire.CapabilitiesOf(new());

    private readonly string bus;
    private bool isOpen;

    /// <param name="bus">The name of the bus.</param>
    public SocketcandConversation(string bus)
    {
        this.bus = bus;
        Say("< hi >"u8);
    }

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => Carried;

    /// <summary>&lt; frame 1FFFFFFF 9223372036.854775 1122334455667788 &gt;</summary>
    public override int MaxFrameSize => 64;

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length)
    {
        var kind = SocketcandMessage.Measure(bytes, out length);
        if (kind != MessageKind.Other)
        {
            return kind;
        }

        var words = new SocketcandWords(bytes[1..(length - 1)]);
        var word = words.Next();
        if (isOpen && word.SequenceEqual("send"u8))
        {
            return Read(words, ref frame);
        }

        Obey(word, words.Next());
        return MessageKind.Other;
    }

    /// <summary>Where there is no data, there are two blanks: some clients count them.</summary>
    public override int Write(in CanFrame frame, Span<byte> destination)
    {
        var rest = destination;
        AsciiHex.Write("< frame "u8, ref rest);
        AsciiHex.Write(frame.Id, frame.Extended ? DigitsOfExtended : 3, ref rest);
        var (seconds, fraction) = Math.DivRem(frame.Timestamp.Nanoseconds, NanosecondsPerSecond);
        Utf8.TryWrite(rest, CultureInfo.InvariantCulture, $" {seconds}.{fraction / NanosecondsPerMicrosecond:D6} ", out var written);
        rest = rest[written..];
        var data = frame.Data;
        for (var index = 0; index < data.Count; index++)
        {
            AsciiHex.Write(data[index], 2, ref rest);
        }

        AsciiHex.Write(" >"u8, ref rest);
        return destination.Length - rest.Length;
    }

    private void Obey(ReadOnlySpan<byte> word, ReadOnlySpan<byte> argument)
    {
        if (word.SequenceEqual("echo"u8))
        {
            Say("< echo >"u8);
        }
        else if (!isOpen && word.SequenceEqual("open"u8))
        {
            Open(Encoding.ASCII.GetString(argument));
        }
        else if (isOpen && (word.SequenceEqual("rawmode"u8) || word.SequenceEqual("bcmmode"u8)))
        {
            IsListening = word[0] == 'r';
            Say("< ok >"u8);
        }
        else
        {
            Say("< error unknown command >"u8);
        }
    }

    private void Open(string wanted)
    {
        isOpen = wanted.Equals(bus, StringComparison.OrdinalIgnoreCase);
        EndReason = isOpen ? null : ServerMessages.NoSuchBus(wanted, bus);
        Say(isOpen ? "< ok >"u8 : "< error could not open bus >"u8);
    }

    /// <summary>Reads <c>ID LENGTH BYTE BYTE ...</c>; the length alone is decimal.</summary>
    private static MessageKind Read(SocketcandWords words, ref CanFrame frame)
    {
        var digits = words.Next();
        if (!AsciiHex.TryReadNumber(digits, out var id)
            || !byte.TryParse(words.Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > CanData.MaxClassicLength)
        {
            return MessageKind.InvalidFrame;
        }

        id = digits.Length == DigitsOfExtended ? id & ~ExtendedBit : id;
        var isExtended = digits.Length == DigitsOfExtended || id > CanId.MaxStandard;
        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        if (id > CanId.MaxExtended || !TryReadData(words, data[..count]))
        {
            return MessageKind.InvalidFrame;
        }

        frame = new(id, data[..count], isExtended ? FrameFlags.Extended : FrameFlags.None);
        return MessageKind.Frame;
    }

    private static bool TryReadData(SocketcandWords words, Span<byte> data)
    {
        foreach (ref var one in data)
        {
            if (!TryReadByte(words.Next(), out one))
            {
                return false;
            }
        }

        return words.Next().IsEmpty;
    }

    /// <summary>Reads a byte of one or two digits, or one that was written as a signed number: <c>ffffffffffffff80</c>.</summary>
    private static bool TryReadByte(ReadOnlySpan<byte> digits, out byte value)
    {
        const int MaxSign = 14;
        const uint Negative = 0x80;
        var sign = Math.Max(0, digits.Length - 2);
        var isByte = AsciiHex.TryReadNumber(digits[sign..], out var number) && sign <= MaxSign && !digits[..sign].ContainsAnyExcept("fF"u8)
            && (sign == 0 || number >= Negative);
        value = (byte)number;
        return isByte;
    }
}
