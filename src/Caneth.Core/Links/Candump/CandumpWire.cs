using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Candump;

/// <summary>
/// The lines of candump and cansend: <c>(1769867100.123456) can0 123#1122</c> is received, <c>123#1122</c> is sent.
/// </summary>
/// <remarks>Source: can-utils, candump.c (options -L, -x and -d), cansend.c and lib.c.</remarks>
/// <param name="settings">What is wanted.</param>
/// <param name="echoes">The frames of a connection that are to come back; null for none.</param>
/// <param name="window">The frames of a connection that are on their way to cansend; null for none.</param>
/// <param name="reports">Reports what candump says beside frames; null where nobody listens.</param>
internal sealed class CandumpWire(CandumpSettings settings, AwaitedEchoes? echoes = null, SendWindow? window = null, CandumpReports? reports = null) : Wire
{
    /// <summary>What the other side says, between the lines of candump, of each frame that cansend has sent.</summary>
    public const string Sent = "caneth: sent";

    /// <summary>What it says of each that cansend has not.</summary>
    public const string NotSent = "caneth: not sent";

    // What it says when it has begun.
    private const string Ready = "caneth: ready";

    // Where Linux has the names of interfaces.
    private const string Interfaces = "/sys/class/net";

    // 12345678##1, 64 bytes, a line feed.
    private const int MaxSize = 8 + 3 + 2 * CanData.MaxLength + 1;

    // What a login may say before.
    private const int MaxLinesBefore = 256;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(settings);

    /// <inheritdoc/>
    public override int MaxFrameSize => MaxSize;

    /// <summary>What the wire carries.</summary>
    public static LinkCapabilities CapabilitiesOf(CandumpSettings settings) => new()
    {
        Carrier = "cansend",
        Fd = true,
        Receives = FrameKinds.Data | FrameKinds.Remote | FrameKinds.RawDlc | FrameKinds.Fd | FrameKinds.Error,
        Time = settings.Time switch { RemoteTime.Arrival => LinkTime.Host, RemoteTime.AsTheyAre => LinkTime.Foreign, _ => LinkTime.Remote },
    };

    /// <summary>What a shell of the other computer is to do: candump to its output, and a cansend, with an answer, for each line of its input.</summary>
    /// <remarks>
    /// It ends with its input, that is with the connection, and when candump ends; that nobody takes the answer to a frame does not end it before. A
    /// login shell reads it first, whichever that is: hence one text in quotes, for sh.
    /// </remarks>
    /// <param name="bus">The name of the interface, in which nothing means anything to a shell.</param>
    public static string CommandFor(string bus) =>
        "sh -c '"
        + "command -v candump >/dev/null || { echo candump is not there >&2; exit 127; }; "
        + $"[ -e {Interfaces}/{bus} ] || {{ [ -d {Interfaces} ] && {{ echo it has no interface {bus}: $(ls {Interfaces}) >&2; exit 1; }}; }}; "
        + $"echo {Ready}; "
        + "exec 3<&0; "
        + $"candump -x -d -L {bus},0:0,#FFFFFFFF </dev/null & dump=$!; "
        + "{ trap : PIPE; while read -r frame; do "
        + $"if cansend {bus} \"$frame\" </dev/null >/dev/null; then echo {Sent}; else echo {NotSent}; fi; "
        + "done <&3; kill $dump; } & send=$!; "
        + "wait $dump; status=$?; kill $send 2>/dev/null; exit $status'";

    /// <inheritdoc/>
    public override async Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken)
    {
        for (var lines = 0; lines < MaxLinesBefore; lines++)
        {
            var line = await dialogue.HearAsync(LengthOf, cancellationToken).ConfigureAwait(false);
            if (Encoding.ASCII.GetString(line).Trim() == Ready)
            {
                return;
            }
        }

        throw CandumpMessages.NotReady(dialogue.Address);
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
    public override IWireDecoder CreateDecoder(LinkContext context) =>
        new CandumpDecoder(settings.Time, echoes ?? new(), window ?? new(1), reports ?? new(context.Device ?? "", settings, context), context);

    /// <inheritdoc/>
    public override string WhatToCheck(ReadOnlySpan<byte> foreign) => "Such lines are not candump's: does a login of that computer say something of its own?";

    private static void Encode(in CanFrame frame, ref Span<byte> rest)
    {
        AsciiHex.Write(frame.Id, frame.Extended ? 8 : 3, ref rest);
        AsciiHex.Write(frame.Remote ? "#R"u8 : frame.Fd ? "##"u8 : "#"u8, ref rest);
        if (frame.Remote)
        {
            AsciiHex.Write((uint)frame.Dlc, 1, ref rest);
        }
        else if (frame.Fd)
        {
            rest[0] = (byte)CanFrameText.FdDigit(frame);
            rest = rest[1..];
        }

        var data = frame.Data;
        for (var index = 0; index < data.Count; index++)
        {
            AsciiHex.Write(data[index], 2, ref rest);
        }

        AsciiHex.Write("\n"u8, ref rest);
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'\n') + 1;
}
