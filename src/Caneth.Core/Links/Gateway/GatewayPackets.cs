namespace Caneth.Links.Gateway;

/// <summary>
/// What a gateway sends between frames that is none: a registration packet, by which it says who it is, once after connecting or in
/// front of every packet, and heartbeats of free content. Given by the user, or learned from what comes again and again. Outlives
/// the connections of a session; used by one thread at a time.
/// </summary>
/// <remarks>
/// USR: a MAC address of 6 bytes or up to 40 bytes of anything; EBYTE: a MAC address or up to 128 bytes of anything, for heartbeats
/// too (the makers' manuals).
/// </remarks>
internal sealed class GatewayPackets
{
    /// <summary>The longest packet, in bytes.</summary>
    public const int MaxLength = 128;

    // Fewer bytes come again by chance too easily.
    private const int ShortestLearned = 3;

    // To distinguish a packet, or its beginning, from bytes that are like it by chance.
    private const int LongEnough = 6;

    // A piece of what TCP tore may look like a heartbeat, more easily than like a packet with frames after it.
    private const int TimesAlone = 3;

    // What is learned wrongly is forgotten again after this many times without a frame after it.
    private const int MostDoubts = 3;

    private readonly bool isGiven;
    private readonly bool isHeartbeatGiven;
    private byte[] registration;
    private byte[] heartbeat;
    private byte[] candidate = [];
    private int seen;
    private int doubts;

    /// <param name="registration">The registration packet; empty where it is to be learned.</param>
    /// <param name="heartbeat">The heartbeat; empty where it is to be learned.</param>
    public GatewayPackets(ReadOnlyMemory<byte> registration = default, ReadOnlyMemory<byte> heartbeat = default)
    {
        (this.registration, this.heartbeat) = (registration.ToArray(), heartbeat.ToArray());
        (isGiven, isHeartbeatGiven) = (!registration.IsEmpty, !heartbeat.IsEmpty);
        ComeBeforeFrames = CouldBeFrame(this.registration) || CouldBeFrame(this.heartbeat);
    }

    public enum Kind
    {
        None,

        /// <summary>What is there may be the beginning of a packet.</summary>
        Incomplete,
        Registration,
        Heartbeat,
    }

    /// <summary>Whether a packet was given that could be taken for a frame, so that it must be looked for before frames are.</summary>
    public bool ComeBeforeFrames { get; }

    /// <summary>The registration packet; empty where none is known.</summary>
    public ReadOnlySpan<byte> Registration => registration;

    /// <summary>Whether bytes begin with a packet that is known.</summary>
    /// <param name="bytes">Bytes where a frame or a packet should begin.</param>
    /// <param name="length">Of the packet, in bytes; 0 where it is none.</param>
    public Kind Match(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var kind = Match(bytes, registration, Kind.Registration, ref length);
        return kind == Kind.Registration ? kind : Match(bytes, heartbeat, Kind.Heartbeat, ref length) is not Kind.None and var other ? other : kind;
    }

    /// <summary>Notes what came after a packet.</summary>
    /// <param name="isFrame">Whether it was a frame.</param>
    public void NoteNext(bool isFrame)
    {
        doubts = isFrame ? 0 : doubts + 1;
        if (doubts == MostDoubts)
        {
            doubts = 0;
            registration = isGiven ? registration : [];
            heartbeat = isHeartbeatGiven ? heartbeat : [];
        }
    }

    /// <summary>Where the first known packet is among bytes that are out of line, or the beginning of one at their end.</summary>
    /// <param name="bytes">Bytes to look through.</param>
    /// <param name="silent">Whether nothing more comes, so that a packet that has only begun is none.</param>
    /// <returns>Its place, or -1.</returns>
    public int IndexIn(ReadOnlySpan<byte> bytes, bool silent)
    {
        for (var begin = 0; (registration.Length > 0 || heartbeat.Length > 0) && begin < bytes.Length; begin++)
        {
            var kind = Match(bytes[begin..], out var length);
            if (kind == Kind.Incomplete ? !silent && bytes.Length - begin >= LongEnough : length >= ShortestLearned)
            {
                return begin;
            }
        }

        return -1;
    }

    /// <summary>Learns a registration packet where the same bytes come again after frames, wherever that is.</summary>
    /// <param name="bytes">From where a frame or a packet should begin, or is under way.</param>
    /// <param name="isFrame">Whether bytes begin with a frame.</param>
    public void LearnFrom(ReadOnlySpan<byte> bytes, FrameTest isFrame)
    {
        var learned = false;
        for (var end = 0; !learned && end <= MaxLength; end++)
        {
            learned = isFrame(bytes[end..]) && LearnFromBegin(bytes[(end + FrameCodec.FrameSize)..], isFrame);
        }

        _ = learned || LearnFromBegin(bytes, isFrame);
    }

    /// <summary>As <see cref="LearnFrom"/>, where a packet begins with the bytes.</summary>
    /// <returns>Whether a packet was learned.</returns>
    public bool LearnFromBegin(ReadOnlySpan<byte> bytes, FrameTest isFrame)
    {
        if (isGiven || bytes.Length < FrameCodec.HeaderSize || FrameCodec.IsValidHeader(bytes))
        {
            return false;
        }

        for (var length = ShortestLearned; length <= MaxLength && bytes.Length - length >= FrameCodec.FrameSize + length; length++)
        {
            var packet = bytes[..length];
            if (isFrame(bytes[length..]) && IsDistinctive(packet) && ComesAgain(bytes, length, times: length >= LongEnough ? 1 : 2, isFrame))
            {
                registration = packet.ToArray();
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the bytes in front come again after frames.</summary>
    private static bool ComesAgain(ReadOnlySpan<byte> bytes, int length, int times, FrameTest isFrame)
    {
        var packet = bytes[..length];
        for (var begin = 0; times > 0; times--)
        {
            begin += length;
            var frames = begin;
            while (isFrame(bytes[begin..]))
            {
                begin += FrameCodec.FrameSize;
            }

            if (begin == frames || !bytes[begin..].StartsWith(packet))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Looks at bytes that were skipped; those that come again, the same, are a packet from now on.</summary>
    /// <param name="skipped">Bytes from where a frame should have begun to where the next one did.</param>
    /// <param name="alone">Whether they came in segments of their own, as heartbeats do, and not in front of frames.</param>
    public void Observe(ReadOnlySpan<byte> skipped, bool alone)
    {
        if (skipped.Length is < ShortestLearned or > MaxLength || !IsDistinctive(skipped) || Repeats(skipped))
        {
            return;
        }

        if (!skipped.SequenceEqual(candidate))
        {
            (candidate, seen) = (skipped.ToArray(), 1);
        }
        else if (alone && !isHeartbeatGiven && ++seen >= TimesAlone)
        {
            heartbeat = candidate;
        }
        else if (!alone && !isGiven)
        {
            registration = candidate;
        }
    }

    // Several packets, with frames between them.
    private static bool Repeats(ReadOnlySpan<byte> bytes) => bytes.Length >= 2 * LongEnough && bytes[1..].IndexOf(bytes[..LongEnough]) >= 0;

    /// <summary>Whether bytes could be a packet: zeros are everywhere, and what is as long as frames, and no text, is more likely frames that are damaged.</summary>
    public static bool IsDistinctive(ReadOnlySpan<byte> bytes) => bytes.Length - bytes.Count((byte)0) >= ShortestLearned
        && (bytes.Length % FrameCodec.FrameSize != 0 || !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'));

    private static bool CouldBeFrame(ReadOnlySpan<byte> packet) =>
        !packet.IsEmpty && (packet.Length < FrameCodec.HeaderSize || FrameCodec.IsValidHeader(packet));

    private static Kind Match(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> packet, Kind kind, ref int length)
    {
        if (packet.IsEmpty || bytes.IsEmpty || bytes[0] != packet[0])
        {
            return Kind.None;
        }

        if (bytes.StartsWith(packet))
        {
            length = packet.Length;
            return kind;
        }

        return bytes.Length < packet.Length && packet.StartsWith(bytes) ? Kind.Incomplete : Kind.None;
    }

    /// <summary>Whether bytes begin with a frame.</summary>
    public delegate bool FrameTest(ReadOnlySpan<byte> bytes);
}
