using System.Globalization;
using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Socketcand;

/// <summary>
/// The wire of socketcand in its raw mode: ASCII, <c>&lt; word ... &gt;</c>, with blanks that must be there.
/// </summary>
/// <remarks>
/// Source: linux-can/socketcand, doc/protocol.md and src/state_raw.c at 6dd5d33; the commands for CAN FD, <c>fdsend</c> and <c>fdframe</c>, as
/// in its later src/state_bcm.c. A server ends a connection from which it reads the beginning of a command and no more, so that whole commands
/// go into one segment.
/// </remarks>
/// <param name="settings">Which bus is meant, and what is wanted of it.</param>
internal sealed class SocketcandWire(SocketcandSettings settings) : Wire
{
    /// <summary>Of the flags of a CAN FD frame: that its data phase ran at the higher bit rate (linux/can.h).</summary>
    public const byte BitRateSwitchBit = 1;

    /// <summary>That its sender was error passive.</summary>
    public const byte ErrorStateBit = 2;

    // < send 1FFFFFFF 8 11 22 33 44 55 66 77 88 >
    private const int MaxClassicSize = 43;

    // < fdsend 1FFFFFFF 7 64 11 22 ... >
    private const int MaxFdSize = 216;

    // The payload of a TCP segment on Ethernet, where the header has time stamps.
    private const int SegmentSize = 1448;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(settings);

    /// <inheritdoc/>
    public override int MaxFrameSize => settings.Fd ? MaxFdSize : MaxClassicSize;

    /// <summary>What the wire carries.</summary>
    public static LinkCapabilities CapabilitiesOf(SocketcandSettings settings) => new()
    {
        Carrier = "socketcand",
        RemoteFrames = false,
        Fd = settings.Fd,
        Receives = FrameKinds.Data | FrameKinds.Fd | FrameKinds.Error,
        Confirmation = LinkConfirmation.PeerStack,
        Time = settings.Time switch { RemoteTime.Arrival => LinkTime.Host, RemoteTime.AsTheyAre => LinkTime.Foreign, _ => LinkTime.Remote },
        MaxFramesPerWrite = SegmentSize / (settings.Fd ? MaxFdSize : MaxClassicSize),
    };

    /// <inheritdoc/>
    public override async Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken)
    {
        await ExpectAsync(dialogue, "< hi >", cancellationToken).ConfigureAwait(false);
        await dialogue.SayAsync(Encoding.ASCII.GetBytes($"< open {settings.Bus} >"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(dialogue, "< ok >", cancellationToken).ConfigureAwait(false);
        await dialogue.SayAsync("< rawmode >"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(dialogue, "< ok >", cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var rest = destination;
        for (var index = 0; index < frames.Length; index++)
        {
            Encode(frames[index], ref rest);
            ends[index] = destination.Length - rest.Length;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new SocketcandDecoder(settings.Time, settings.ErrorFrames, context);

    private static void Encode(in CanFrame frame, ref Span<byte> rest)
    {
        AsciiHex.Write(frame.Fd ? "< fdsend "u8 : "< send "u8, ref rest);
        AsciiHex.Write(frame.Id, frame.Extended ? 8 : 3, ref rest);
        AsciiHex.Write(" "u8, ref rest);
        if (frame.Fd)
        {
            AsciiHex.Write((uint)((frame.BitRateSwitch ? BitRateSwitchBit : 0) | (frame.ErrorState ? ErrorStateBit : 0)), 1, ref rest);
            AsciiHex.Write(" "u8, ref rest);
        }

        // The one number that is decimal.
        frame.Length.TryFormat(rest, out var written, provider: CultureInfo.InvariantCulture);
        rest = rest[written..];
        var data = frame.Data;
        for (var index = 0; index < data.Count; index++)
        {
            AsciiHex.Write(" "u8, ref rest);
            AsciiHex.Write(data[index], 2, ref rest);
        }

        AsciiHex.Write(" >"u8, ref rest);
    }

    private static async Task ExpectAsync(Dialogue dialogue, string expected, CancellationToken cancellationToken)
    {
        var heard = await dialogue.HearAsync(LengthOf, cancellationToken).ConfigureAwait(false);
        var text = Encoding.ASCII.GetString(heard).Trim();
        if (text.StartsWith("< error ", StringComparison.Ordinal))
        {
            throw SocketcandMessages.NotOpened(dialogue.Address, text["< error ".Length..].TrimEnd(' ', '>'));
        }

        if (text != expected)
        {
            throw StreamMessages.NotUnderstood(dialogue.Address, "socketcand", $"'{expected}'", heard);
        }
    }

    /// <summary>A message, with blanks and line ends before it; what is none is a message too, and not understood.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var begin = bytes.IndexOfAnyExcept(" \r\n"u8);
        return begin < 0 ? 0 : bytes[begin] == '<' ? bytes.IndexOf((byte)'>') + 1 : bytes.Length;
    }
}
