namespace Caneth.Wire;

/// <summary>
/// Turns the byte stream of one gateway connection into frames, whatever way TCP split it, and finds its way back after
/// bytes that are no frames. Used by one thread at a time.
/// </summary>
/// <remarks>
/// The wire has no checksum and no marker, so alignment is a matter of evidence: a stream is aligned where it begins, stays
/// so while frames are valid, and is taken for aligned again where three consecutive frames are plausible. Three frames of
/// chance can deceive it, but the more data the bus carries the less likely that is.
/// </remarks>
/// <param name="device">The name that the frames carry as their device.</param>
public sealed class FrameStreamDecoder(string? device = null)
{
    /// <summary>How many bytes without alignment are enough to give a connection up.</summary>
    public const int AlignmentLimit = 4096;

    private const int FramesInLine = 3;

    // One frame with other bytes than zero behind its data may be the first that is out of line; many are the gateway's way,
    // unless it padded with zeros before: then the stream is out of line, in a way that leaves every frame valid.
    private const int PaddingSeen = 4;
    private const int PaddingBelieved = 4 * PaddingSeen;
    private const int ZerosBelieved = 32;

    private bool aligned = true;
    private bool wholeFrameSuspected;
    private int padding;
    private int zeros;
    private int oddInARow;
    private int skippedSinceAligned;

    private enum Evidence
    {
        No,
        NotYet,
        Yes,
    }

    // EBYTE at its client limit, exactly as long as a frame; then it closes the connection.
    private static ReadOnlySpan<byte> RefusalText => "Sorry,Limited"u8;

    // GCAN when idle, every 2 s. How it goes on after these bytes is not documented.
    private static ReadOnlySpan<byte> HeartbeatMark => [0xAA, 0x00, 0xFF, 0x00];

    /// <summary>Bytes passed over because they were no frames, those of a partial frame at the end included.</summary>
    public long BytesSkipped { get; private set; }

    /// <summary>How often alignment was found again after bytes that were no frames.</summary>
    public long Resynchronisations { get; private set; }

    /// <summary>
    /// How many of those were a single invalid frame (reserved bits, DLC 9 to 15, an id beyond its limit) between good ones.
    /// </summary>
    public long InvalidFrames { get; private set; }

    /// <summary>Idle heartbeats of the gateway, which are not frames.</summary>
    public long Heartbeats { get; private set; }

    /// <summary>Frames of which the end of the stream left only a part.</summary>
    public long PartialFrames { get; private set; }

    /// <summary>Whether the gateway said <c>Sorry,Limited</c>: it has no room for one more client, and closes.</summary>
    public bool Refused { get; private set; }

    /// <summary>Whether 4 KiB in a row gave no alignment: only a new connection helps.</summary>
    public bool AlignmentLost => skippedSinceAligned >= AlignmentLimit;

    /// <summary>Reads the frames at the beginning of the source.</summary>
    /// <param name="source">All bytes received and not yet consumed.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="destination">Room for frames.</param>
    /// <param name="consumed">
    /// How many bytes are done with. The rest, at most 52 bytes where there is room left for frames, begins the next source.
    /// </param>
    /// <returns>How many frames were written to <paramref name="destination"/>.</returns>
    public int Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, out int consumed)
    {
        consumed = 0;
        var written = 0;
        while (!Refused && !AlignmentLost)
        {
            if (!aligned && !FindAlignment(source, ref consumed))
            {
                break;
            }

            var run = FrameCodec.DecodeRun(source[consumed..], timestamp, device, destination[written..], out var padded);
            if (run > 0)
            {
                run = padded ? InLineUpTo(source.Slice(consumed, run * FrameCodec.FrameSize)) : Clean(run);
                consumed += run * FrameCodec.FrameSize;
                written += run;
            }

            if (written == destination.Length || source.Length - consumed < FrameCodec.FrameSize)
            {
                break;
            }

            consumed += TakeForeign(source[consumed..]);
        }

        return written;
    }

    /// <summary>Accounts for what is left when the stream has ended.</summary>
    /// <param name="rest">The bytes received and not consumed.</param>
    public void End(ReadOnlySpan<byte> rest)
    {
        PartialFrames += !rest.IsEmpty && aligned ? 1 : 0;
        BytesSkipped += rest.Length;
    }

    /// <summary>Deals with 13 bytes or more that do not begin with a frame, and says how many are done with.</summary>
    private int TakeForeign(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(RefusalText))
        {
            Refused = true;
            return RefusalText.Length;
        }

        if (bytes.StartsWith(HeartbeatMark))
        {
            Heartbeats++;
            var next = bytes[FrameCodec.FrameSize..];
            if (next.Length < FrameCodec.FrameSize || IsPlausible(next) || next.StartsWith(HeartbeatMark))
            {
                return FrameCodec.FrameSize;
            }

            LoseAlignment(wholeFrame: false);
            return HeartbeatMark.Length;
        }

        LoseAlignment(wholeFrame: true);
        return 0;
    }

    private void LoseAlignment(bool wholeFrame)
    {
        aligned = false;
        wholeFrameSuspected = wholeFrame;
        skippedSinceAligned = 0;
    }

    private bool FindAlignment(ReadOnlySpan<byte> source, ref int consumed)
    {
        // The most likely damage is one bad frame in a stream that is aligned still, so that is looked at first.
        if (wholeFrameSuspected)
        {
            switch (InLine(source, consumed + FrameCodec.FrameSize))
            {
                case Evidence.NotYet:
                    return false;
                case Evidence.Yes:
                    InvalidFrames++;
                    Skip(FrameCodec.FrameSize, ref consumed);
                    return Align();
                default:
                    wholeFrameSuspected = false;
                    Skip(1, ref consumed);
                    break;
            }
        }

        while (!AlignmentLost)
        {
            switch (InLine(source, consumed))
            {
                case Evidence.NotYet:
                    return false;
                case Evidence.Yes:
                    return Align();
                default:
                    Skip(1, ref consumed);
                    break;
            }
        }

        return false;
    }

    private bool Align()
    {
        aligned = true;
        skippedSinceAligned = 0;
        Resynchronisations++;
        return true;
    }

    private void Skip(int bytes, ref int consumed)
    {
        consumed += bytes;
        skippedSinceAligned += bytes;
        BytesSkipped += bytes;
    }

    private Evidence InLine(ReadOnlySpan<byte> source, int start)
    {
        for (var frame = 0; frame < FramesInLine; frame++)
        {
            var at = start + frame * FrameCodec.FrameSize;
            if (source.Length - at < FrameCodec.FrameSize)
            {
                return Evidence.NotYet;
            }

            if (!IsPlausible(source[at..]))
            {
                return Evidence.No;
            }
        }

        return Evidence.Yes;
    }

    private bool IsPlausible(ReadOnlySpan<byte> bytes) =>
        padding >= PaddingBelieved ? FrameCodec.TryDecode(bytes, out _) : FrameCodec.IsPlausible(bytes);

    /// <summary>Looks at what valid frames are padded with.</summary>
    /// <returns>
    /// How many of them count as frames: all, or those up to where it turned out that the stream is out of line.
    /// </returns>
    private int InLineUpTo(ReadOnlySpan<byte> run)
    {
        var frames = run.Length / FrameCodec.FrameSize;
        for (var index = 0; index < frames; index++)
        {
            if (FrameCodec.IsPlausible(run[(index * FrameCodec.FrameSize)..]))
            {
                Clean(frames: 1);
            }
            else if (++oddInARow == FramesInLine && zeros >= ZerosBelieved)
            {
                LoseAlignment(wholeFrame: false);
                padding = oddInARow = 0;
                return index + 1;
            }
            else
            {
                padding = Math.Min(4 * PaddingBelieved, padding + PaddingSeen);
                zeros = Math.Max(0, zeros - 1);
            }
        }

        return frames;
    }

    /// <summary>Notes frames that are padded with zeros.</summary>
    /// <returns>How many they are.</returns>
    private int Clean(int frames)
    {
        padding = Math.Max(0, padding - frames);
        zeros = Math.Min(2 * ZerosBelieved, zeros + frames);
        oddInARow = 0;
        return frames;
    }
}
