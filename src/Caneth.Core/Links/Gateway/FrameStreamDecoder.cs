using Caneth.Flow;
using Caneth.Links.Streams;

namespace Caneth.Links.Gateway;

/// <summary>
/// Turns the byte stream of one gateway connection into frames, whatever way TCP split it, and finds its way back after
/// bytes that are not frames. Used by one thread at a time.
/// </summary>
/// <remarks>
/// Every byte that was received is part of a frame, of a heartbeat, of a registration packet, of the refusal, or skipped and counted.
/// </remarks>
public sealed class FrameStreamDecoder : IWireDecoder
{
    /// <summary>How many bytes without a frame are enough to give a connection up.</summary>
    public const int AlignmentLimit = 4096;

    /// <summary>The longest registration packet or heartbeat, in bytes.</summary>
    public const int MaxPacketLength = GatewayPackets.MaxLength;

    private const int Size = FrameCodec.FrameSize;

    private readonly string? device;
    private readonly Tally<LinkCounter> counters;
    private readonly PaddingHistory padding = new();
    private readonly GatewayPackets packets;
    private readonly PacketSequence sequence;
    private readonly StreamAlignment alignment;
    private readonly SkippedExcerpt excerpt = new();
    private int held;
    private int skippedSinceFrame;
    private bool isTorn;

    /// <summary>A decoder for one connection.</summary>
    /// <param name="device">The name that the frames carry as their device.</param>
    /// <param name="registrationPacket">
    /// What the gateway sends once after connecting or in front of every packet, up to 128 bytes; empty, the default, where it sends
    /// none, or it is to be learned.
    /// </param>
    /// <param name="heartbeat">What it sends now and then between frames, up to 128 bytes; empty, the default, as above.</param>
    public FrameStreamDecoder(
        string? device = null, ReadOnlyMemory<byte> registrationPacket = default, ReadOnlyMemory<byte> heartbeat = default)
        : this(device, new GatewayPackets(registrationPacket, heartbeat))
    {
    }

    internal FrameStreamDecoder(string? device, GatewayPackets packets, Tally<LinkCounter>? whole = null)
    {
        this.device = device;
        this.packets = packets;
        counters = new(whole: whole);
        sequence = new(packets, counters);
        alignment = new(padding, packets);
    }

    /// <summary>Bytes passed over because they were not frames, those of a partial frame at the end included.</summary>
    public long BytesSkipped => counters[LinkCounter.BytesSkipped];

    /// <summary>How often frames went on after bytes that were not frames.</summary>
    public long Resynchronisations => counters[LinkCounter.Resynchronisations];

    /// <summary>Invalid frames (reserved bits, an id beyond its limit) in line with good ones; they are skipped.</summary>
    public long InvalidFrames => counters[LinkCounter.InvalidFrames];

    /// <summary>
    /// Frames with a DLC of 9 to 15, which is legal on a bus and means 8 bytes: they are frames like others.
    /// </summary>
    public long LongDlcFrames => counters[LinkCounter.LongDlcFrames];

    /// <summary>Idle heartbeats of the gateway, which are not frames.</summary>
    public long Heartbeats => counters[LinkCounter.Heartbeats];

    /// <summary>The bytes of those.</summary>
    public long HeartbeatBytes => counters[LinkCounter.HeartbeatBytes];

    /// <summary>Registration packets of the gateway, which are not frames.</summary>
    public long RegistrationPackets => counters[LinkCounter.RegistrationPackets];

    /// <summary>The bytes of those.</summary>
    public long RegistrationBytes => counters[LinkCounter.RegistrationBytes];

    /// <summary>Frames of which the end of the stream left only a part.</summary>
    public long PartialFrames => counters[LinkCounter.PartialFrames];

    /// <summary>Whether the gateway said <c>Sorry,Limited</c>: it has no room for one more client, and closes.</summary>
    public bool Refused { get; private set; }

    /// <summary>Whether 4 KiB in a row gave no frame: only a new connection helps.</summary>
    public bool AlignmentLost { get; private set; }

    /// <summary>
    /// Whether bytes are held until it is known what they are: where nothing comes for 100 ms,
    /// <see cref="DecodeAfterSilence"/> decides.
    /// </summary>
    public bool IsHolding => held >= Size || (held > 0 && !alignment.IsAligned);

    /// <inheritdoc/>
    Tally<LinkCounter> IWireDecoder.Counters => counters;

    /// <inheritdoc/>
    ReadOnlySpan<byte> IWireDecoder.Skipped => excerpt.Bytes;

    /// <inheritdoc/>
    ReadOnlySpan<byte> IWireDecoder.Identity => Registration;

    /// <summary>The registration packet that came last; empty where none did.</summary>
    internal ReadOnlySpan<byte> Registration => RegistrationPackets > 0 ? packets.Registration : default;

    /// <summary>Reads the frames at the beginning of the source.</summary>
    /// <param name="source">All bytes received and not yet consumed; the end of the latest read is at its end.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="destination">Room for frames.</param>
    /// <param name="consumed">
    /// How many bytes are done with. The rest, at most 52 bytes where there is room left for frames and no longer packet is under way,
    /// begins the next source.
    /// </param>
    /// <returns>How many frames were written to <paramref name="destination"/>.</returns>
    public int Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, out int consumed)
    {
        if (source.Length > held)
        {
            alignment.NoteRead(held);
            isTorn = held % Size != 0 && alignment.IsAligned;
        }

        return Decode(source, timestamp, destination, silent: false, out consumed);
    }

    /// <inheritdoc/>
    int IWireDecoder.Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, bool silent, out int consumed) =>
        silent ? DecodeAfterSilence(source, timestamp, destination, out consumed) : Decode(source, timestamp, destination, out consumed);

    /// <summary>
    /// Reads the frames that were held, when nothing more came for 100 ms or ever: a gateway has sent all of what it began.
    /// </summary>
    /// <param name="source">All bytes received and not yet consumed.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="destination">Room for frames; where it is filled, there may be more.</param>
    /// <param name="consumed">How many bytes are done with.</param>
    /// <returns>How many frames were written to <paramref name="destination"/>.</returns>
    public int DecodeAfterSilence(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, out int consumed) =>
        Decode(source, timestamp, destination, silent: true, out consumed);

    /// <summary>Accounts for what is left when the stream has ended.</summary>
    /// <param name="rest">The bytes received and not consumed.</param>
    public void End(ReadOnlySpan<byte> rest)
    {
        counters.Add(LinkCounter.PartialFrames, !rest.IsEmpty && rest.Length < Size && alignment.IsAligned ? 1 : 0);
        Skip(rest.Length, ref rest);
        held = 0;
    }

    private int Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, bool silent, out int consumed)
    {
        var rest = source;
        var written = 0;
        while (!Refused && !AlignmentLost)
        {
            if (!alignment.IsAligned && !Realign(ref rest, silent))
            {
                break;
            }

            if (!packets.ComeBeforeFrames || !sequence.IsNext(rest, silent))
            {
                var run = DecodeRun(ref rest, timestamp, destination[written..]);
                written += run;
                if (!alignment.IsAligned || (run > 0 && packets.ComeBeforeFrames))
                {
                    continue;
                }
            }

            if (rest.IsEmpty || written == destination.Length || !SkipNonFrame(ref rest, timestamp, destination, ref written, silent))
            {
                break;
            }
        }

        consumed = source.Length - rest.Length;
        held = rest.Length;
        AlignmentLost |= !alignment.IsAligned && skippedSinceFrame + held >= AlignmentLimit;
        return written;
    }

    private int DecodeRun(ref ReadOnlySpan<byte> rest, Timestamp timestamp, Span<CanFrame> destination)
    {
        var room = packets.ComeBeforeFrames && destination.Length > 1 ? destination[..1] : destination;
        var run = FrameCodec.DecodeRun(rest, timestamp, device, room, out var padded);
        if (run == 0)
        {
            return 0;
        }

        if (padded)
        {
            run = padding.Check(rest[..(run * Size)], out var outOfLine);
            if (outOfLine)
            {
                alignment.Lose();
            }
        }
        else
        {
            padding.NoteZeros(run);
        }

        NoteFrame();
        Pass(run * Size, ref rest);
        return run;
    }

    /// <summary>Deals with what is not a frame where one should begin.</summary>
    /// <returns>Whether to go on; false where more bytes are needed.</returns>
    private bool SkipNonFrame(
        ref ReadOnlySpan<byte> rest, Timestamp timestamp, Span<CanFrame> destination, ref int written, bool silent)
    {
        var kind = packets.Match(rest, out var length);
        if (kind is GatewayPackets.Kind.Registration or GatewayPackets.Kind.Heartbeat)
        {
            TakePacket(kind, length, ref rest);
            return true;
        }

        if (rest.Length < Size || kind == GatewayPackets.Kind.Incomplete && !silent)
        {
            return false;
        }

        if (rest.StartsWith(StreamAlignment.RefusalText))
        {
            Refuse(ref rest);
            return false;
        }

        var next = rest[Size..];
        var inLine = alignment.EndsWithFrame(rest, silent) || alignment.IsInLine(next);
        if (rest.StartsWith(StreamAlignment.HeartbeatMark))
        {
            TakeHeartbeat(inLine || next.Length < Size, ref rest);
        }
        else if (FrameCodec.HasLongDlc(rest) && (inLine || silent))
        {
            destination[written++] = FrameCodec.DecodeLongDlc(rest, timestamp, device);
            counters.Add(LinkCounter.LongDlcFrames, 1);
            NoteFrame();
            Pass(Size, ref rest);
        }
        else if (FrameCodec.HasLongDlc(rest) && next.Length < Size)
        {
            return false;
        }
        else
        {
            isTorn = false;
            sequence.NoteNext(isFrame: false);
            alignment.Lose();
        }

        return true;
    }

    private void NoteFrame()
    {
        skippedSinceFrame = 0;
        if (isTorn)
        {
            alignment.NoteTornFrame();
            isTorn = false;
        }

        sequence.NoteNext(isFrame: true);
    }

    private void TakePacket(GatewayPackets.Kind kind, int length, ref ReadOnlySpan<byte> rest)
    {
        sequence.Add(kind, length);
        isTorn = false;
        Pass(length, ref rest);
    }

    private void TakeHeartbeat(bool whole, ref ReadOnlySpan<byte> rest)
    {
        TakePacket(GatewayPackets.Kind.Heartbeat, whole ? Size : StreamAlignment.HeartbeatMark.Length, ref rest);
        if (!whole)
        {
            alignment.Lose();
        }
    }

    private void Refuse(ref ReadOnlySpan<byte> rest)
    {
        Refused = true;
        Pass(StreamAlignment.RefusalText.Length, ref rest);
    }

    /// <summary>Skips bytes until frames go on.</summary>
    /// <returns>Whether they do.</returns>
    private bool Realign(ref ReadOnlySpan<byte> rest, bool silent)
    {
        if (rest.IndexOf(StreamAlignment.RefusalText) is >= 0 and var refusal)
        {
            Skip(refusal, ref rest);
            Refuse(ref rest);
            return false;
        }

        while (!alignment.IsAligned)
        {
            var skip = alignment.Find(rest, silent, out var invalid);
            if (alignment.IsAligned)
            {
                counters.Add(LinkCounter.InvalidFrames, invalid);
                counters.Add(LinkCounter.Resynchronisations, skip > 0 ? 1 : 0);
                Skip(skip, ref rest);
                excerpt.Clear();
            }
            else if (skip > 0)
            {
                Skip(skip, ref rest);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private void Skip(int bytes, ref ReadOnlySpan<byte> rest)
    {
        counters.Add(LinkCounter.BytesSkipped, bytes);
        skippedSinceFrame += bytes;
        excerpt.Add(rest[..bytes]);
        Pass(bytes, ref rest);
    }

    private void Pass(int bytes, ref ReadOnlySpan<byte> rest)
    {
        alignment.Pass(rest[..bytes]);
        rest = rest[bytes..];
    }
}
