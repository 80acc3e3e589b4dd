namespace Caneth.Links.Gateway;

/// <summary>
/// Whether a stream is aligned, and where its frames go on where it is not: a judgement by evidence, since the wire has neither
/// marker nor checksum. Used by one thread at a time.
/// </summary>
/// <remarks>
/// The evidence, the strongest first: gateways write whole packets, so that a read ends with a frame, unless reads were seen to be
/// torn; the last 100 ms were silent, so that the last byte that came ends a frame; a packet or a heartbeat that is known; three
/// frames in line, of which one at most has the id 0; two of three where frames were in line before. Three frames of chance can deceive it, but the more data the bus
/// carries the less likely that is.
/// </remarks>
internal sealed class StreamAlignment
{
    private const int Size = FrameCodec.FrameSize;
    private const int FramesInLine = 3;
    private const int FramesCounted = 8;

    // An odd frame and the three after it. All of the places where frames may begin in the first of them are judged by the rest.
    private const int Window = (1 + FramesInLine) * Size;

    // This many reads must end with a frame before the end of a read is evidence again.
    private const int ReadsRemembered = 16;

    private readonly PaddingHistory padding;
    private readonly GatewayPackets packets;
    private readonly GatewayPackets.FrameTest isFrame;

    // What passed since alignment was lost, as far as a registration packet can be learned from it.
    private readonly byte[] history = new byte[3 * (GatewayPackets.MaxLength + Size)];
    private int remembered;
    private bool remembers;
    private bool lostSince;
    private bool skipped;
    private int tornReads;
    private int heldBefore;
    private bool observed;
    private bool foundSinceObserved = true;

    /// <param name="padding">What this gateway pads its frames with.</param>
    /// <param name="packets">What it sends between frames.</param>
    public StreamAlignment(PaddingHistory padding, GatewayPackets packets)
    {
        this.padding = padding;
        this.packets = packets;
        isFrame = IsPlausible;
    }

    /// <summary>Whether a frame begins where the next byte is.</summary>
    public bool IsAligned { get; private set; } = true;

    /// <summary>Whether reads end with a frame, as far as can be seen.</summary>
    private bool ReadsAreWhole => tornReads == 0;

    // EBYTE at its client limit, exactly as long as a frame; then it closes the connection.
    public static ReadOnlySpan<byte> RefusalText => "Sorry,Limited"u8;

    // GCAN when idle, every 2 s. How it goes on after these bytes is not documented.
    public static ReadOnlySpan<byte> HeartbeatMark => [0xAA, 0x00, 0xFF, 0x00];

    /// <summary>Notes that bytes came after those that were held.</summary>
    /// <param name="held">How many bytes were held.</param>
    public void NoteRead(int held)
    {
        heldBefore = held;
        tornReads = held == 0 && tornReads > 0 ? tornReads - 1 : tornReads;
    }

    /// <summary>Notes that the bytes held before this read were the beginning of a frame.</summary>
    public void NoteTornFrame() => tornReads = ReadsRemembered;

    /// <summary>Whether the bytes up to the end of what was received are whole frames by the evidence of reads or of silence.</summary>
    public bool EndsWithFrame(ReadOnlySpan<byte> bytes, bool silent) => bytes.Length % Size == 0 && (silent || ReadsAreWhole);

    /// <summary>Notes that bytes are done with.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        heldBefore = Math.Max(0, heldBefore - bytes.Length);
        if (remembers)
        {
            Remember(bytes);
        }
    }

    /// <summary>Notes that the next bytes are not a frame and nothing that is known.</summary>
    public void Lose() => (IsAligned, observed, skipped, remembers, lostSince) = (false, false, false, true, true);

    /// <summary>Looks for where frames go on.</summary>
    /// <param name="bytes">All bytes since alignment was lost that are not skipped yet.</param>
    /// <param name="silent">Whether nothing more came for a while.</param>
    /// <param name="invalid">How many of the bytes to skip are single invalid frames in line with the others, in frames.</param>
    /// <returns>How many bytes are to be skipped; <see cref="IsAligned"/> says whether it is aligned then.</returns>
    public int Find(ReadOnlySpan<byte> bytes, bool silent, out int invalid)
    {
        invalid = 0;
        if (!skipped && packets.LearnFromBegin(bytes, isFrame))
        {
            IsAligned = true;
            return 0;
        }

        if (FindBegin(bytes, silent) is >= 0 and var begin)
        {
            // Frames that are in line with those before, and a read that does not end with one: it was torn.
            tornReads = begin % Size == 0 && !skipped && bytes.Length % Size != 0 ? ReadsRemembered : tornReads;
            invalid = begin % Size == 0 ? begin / Size : 0;
            Observe(bytes[..begin], alone: begin == heldBefore);
            (IsAligned, foundSinceObserved) = (true, true);
            return begin;
        }

        if (heldBefore == 0 && ReadsAreWhole && foundSinceObserved)
        {
            Observe(bytes, alone: true);
            foundSinceObserved = false;
        }

        // Frames that begin among the bytes to skip have been ruled out, and the place of the frames before stays in view.
        skipped |= bytes.Length >= Window;
        return bytes.Length >= Window ? Size : 0;
    }

    /// <summary>Whether bytes begin with a frame, padded as this gateway pads.</summary>
    public bool IsPlausible(ReadOnlySpan<byte> bytes) => bytes.Length >= Size
        && (padding.PaddingTrusted ? FrameCodec.TryDecode(bytes, out _) : FrameCodec.IsPlausible(bytes));

    /// <summary>Whether bytes begin with what shows as well as a frame where frames begin.</summary>
    public bool IsInLine(ReadOnlySpan<byte> bytes) => IsPlausible(bytes)
        || bytes.Length >= Size && (bytes.StartsWith(HeartbeatMark) || FrameCodec.IsStandardWithLongDlc(bytes));

    private int FindBegin(ReadOnlySpan<byte> bytes, bool silent)
    {
        var packet = packets.IndexIn(bytes, silent);
        var byEnd = silent || ReadsAreWhole ? FirstInLine(bytes, bytes.Length % Size) : -1;
        var threeInLine = bytes.Length >= Window ? ThreeInLine(bytes, before: Math.Clamp(byEnd, Size, GatewayPackets.MaxLength)) : -1;

        if (packet >= 0 && (byEnd < 0 || packet < byEnd) && (threeInLine < 0 || packet < threeInLine))
        {
            return packet;
        }

        // What is in line with the frames before weighs more than what is at the right distance from the end of the read, where it is
        // as much: so it is where reads are torn from the first on.
        if (byEnd % Size > 0 && !skipped && !silent && FirstInLine(bytes, Size) is > 0 and var inLine && CountInLine(bytes[inLine..]) >= CountInLine(bytes[byEnd..]))
        {
            return inLine;
        }

        // One frame at the right distance from the end will do, where frames were before or where few of the others speak against it;
        // three in line elsewhere weigh more.
        if (byEnd is >= 0 and <= GatewayPackets.MaxLength && (threeInLine < 0 || (byEnd % Size == 0 && !skipped) || IsMostlyInLine(bytes[byEnd..])))
        {
            return byEnd;
        }

        return threeInLine >= 0 ? threeInLine
            : bytes.Length >= Window ? TwoInLine(bytes)
            : silent ? FirstInLine(bytes, 0)
            : -1;
    }

    private int ThreeInLine(ReadOnlySpan<byte> bytes, int before)
    {
        // The most likely damage is one odd frame in a stream that is aligned still, so that is looked at first.
        if (!skipped && IsNear(bytes[Size..]) && IsNear(bytes[(2 * Size)..]) && IsNear(bytes[(3 * Size)..]) && FirstInLine(bytes, Size) is > 0 and var first)
        {
            return first;
        }

        var begin = 0;
        while (begin < before && !IsThreeInLine(bytes[begin..]))
        {
            begin++;
        }

        return begin < before ? begin : -1;
    }

    // Zeros look like frames with the id 0 wherever they are, hence of three one at most may have none.
    private bool IsThreeInLine(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= FramesInLine * Size && IsInLine(bytes) && IsInLine(bytes[Size..]) && IsInLine(bytes[(2 * Size)..])
        && HasTwoIds(FrameCodec.HasId(bytes), FrameCodec.HasId(bytes[Size..]), FrameCodec.HasId(bytes[(2 * Size)..]));

    private static bool HasTwoIds(bool first, bool second, bool third) => first ? second || third : second && third;

    private bool IsMostlyInLine(ReadOnlySpan<byte> bytes) => 2 * CountInLine(bytes) >= Math.Min(FramesCounted, bytes.Length / Size);

    private int CountInLine(ReadOnlySpan<byte> bytes)
    {
        var inLine = 0;
        for (var frame = 0; frame < Math.Min(FramesCounted, bytes.Length / Size); frame++)
        {
            inLine += IsInLine(bytes[(frame * Size)..]) ? 1 : 0;
        }

        return inLine;
    }

    // Also a frame that is odd in its first byte only, where frames were in line before.
    private bool IsNear(ReadOnlySpan<byte> bytes) => IsInLine(bytes) || FrameCodec.IsPlausibleButForReservedBits(bytes);

    // Two will do where frames were in line before, unless three are in line elsewhere.
    private int TwoInLine(ReadOnlySpan<byte> bytes)
    {
        var two = TwoOfThree(bytes);
        for (var begin = Size; begin < two + Size; begin++)
        {
            if (IsThreeInLine(bytes[begin..]))
            {
                return begin;
            }
        }

        return two;
    }

    // Where frames were in line before, odd ones may be among them again and again.
    private int TwoOfThree(ReadOnlySpan<byte> bytes) =>
        AreBothInLine(bytes[Size..], bytes[(2 * Size)..]) || AreBothInLine(bytes[Size..], bytes[(3 * Size)..]) ? Size
        : AreBothInLine(bytes[(2 * Size)..], bytes[(3 * Size)..]) ? 2 * Size
        : -1;

    private bool AreBothInLine(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        IsInLine(one) && IsInLine(other) && (FrameCodec.HasId(one) || FrameCodec.HasId(other));

    private int FirstInLine(ReadOnlySpan<byte> bytes, int begin)
    {
        while (begin + Size <= bytes.Length && !IsInLine(bytes[begin..]))
        {
            begin += Size;
        }

        return begin + Size <= bytes.Length ? begin : -1;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        while (remembers && !bytes.IsEmpty)
        {
            var more = Math.Min(bytes.Length, history.Length - remembered);
            bytes[..more].CopyTo(history.AsSpan(remembered));
            bytes = bytes[more..];
            remembered += more;
            if (remembered == history.Length)
            {
                packets.LearnFrom(history, isFrame);
                (remembers, lostSince, remembered) = (lostSince, false, 0);
            }
        }
    }

    private void Observe(ReadOnlySpan<byte> foreign, bool alone)
    {
        if (!observed && !skipped)
        {
            packets.Observe(foreign, alone);
            observed = true;
        }
    }
}
