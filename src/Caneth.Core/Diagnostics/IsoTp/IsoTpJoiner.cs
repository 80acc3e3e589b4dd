using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>
/// Joins frames of any source, a log or a live bus, to the messages that they carry over ISO-TP. It listens only, to both ways of every
/// conversation at once, so neither need the ids be known as pairs nor is anything sent.
/// </summary>
/// <remarks>
/// Give it frames in their order with <see cref="Add"/>, take messages with <see cref="TryTake"/>, and call <see cref="End"/> where there are no
/// more. Each message comes once: when its last frame came, or when it is clear that it will not come. What is held is bounded: by the number of
/// messages that are under way at once, and by their bytes. It is for one thread at a time.
/// </remarks>
public sealed class IsoTpJoiner : IFrameJoiner<IsoTpMessage>
{
    /// <summary>How many messages may be under way at once; of more, that without a frame for the longest time is given up.</summary>
    internal const int MaxReceptions = 1024;

    /// <summary>How many bytes of them may be held at once.</summary>
    internal const long MaxHeld = 64 << 20;

    private readonly IsoTpJoinOptions options;
    private readonly IsoTpOptions receiving;
    private readonly FrameFilter filter;
    private readonly ByAge<Key, Reception> receptions = new();
    private readonly Queue<IsoTpMessage> ready = [];
    private readonly IsoTpIdSearch search = new();
    private TimeSpan flowControlAt = TimeSpan.MinValue;
    private long held;

    /// <summary>A joiner.</summary>
    /// <param name="options">Which frames are of ISO-TP; null for the usual ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public IsoTpJoiner(IsoTpJoinOptions? options = null)
    {
        this.options = options ?? new();
        this.options.Validate();
        receiving = new() { ConsecutiveFrameTimeout = this.options.Timeout, MaxLength = this.options.MaxLength };
        filter = this.options.Filter ?? IsoTpIds.Usual;
    }

    /// <summary>How many of the frames were taken for ISO-TP by their ids.</summary>
    public long FramesSelected { get; private set; }

    /// <summary>How many of these were of no kind that ISO-TP has, and were ignored.</summary>
    public long FramesIgnored { get; private set; }

    /// <summary>How many consecutive frames came whose message had not begun, or was given up before.</summary>
    public long FramesWithoutBeginning { get; private set; }

    /// <summary>Ids that were not selected, or not with that addressing, and carry ISO-TP by all signs.</summary>
    internal IReadOnlyCollection<IsoTpCandidate> Candidates => search.Found;

    /// <summary>How many messages are under way.</summary>
    internal int Receptions => receptions.Count;

    /// <summary>Joins frames to messages.</summary>
    /// <param name="frames">The frames, in their order.</param>
    /// <param name="options">Which frames are of ISO-TP; null for the usual ones.</param>
    /// <returns>The messages, complete or not, as they end.</returns>
    public static IEnumerable<IsoTpMessage> Join(IEnumerable<CanFrame> frames, IsoTpJoinOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return new IsoTpJoiner(options).Join(frames);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">A frame; remote frames and error frames say nothing here.</param>
    public void Add(in CanFrame frame)
    {
        if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return;
        }

        var now = TimeOf(frame);
        GiveUpLate(now);
        var addressBytes = IsoTpIds.AddressBytes(frame, options.Addressing);
        if (!filter.Matches(frame))
        {
            search.Add(frame, 0);
            search.Add(frame, 1);
            return;
        }

        FramesSelected++;
        search.Add(frame, 1 - addressBytes);
        if (!IsoTpPdu.TryRead(frame.Data, addressBytes, out var pdu))
        {
            FramesIgnored++;
            return;
        }

        Take(frame, pdu, addressBytes > 0 ? frame.Data[0] : null, now);
    }

    /// <summary>Takes a message that has ended.</summary>
    /// <param name="message">The message, or null where there is none now.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake([NotNullWhen(true)] out IsoTpMessage? message) => ready.TryDequeue(out message);

    /// <summary>There are no more frames: what is under way is incomplete.</summary>
    public void End()
    {
        while (receptions.TryGetOldest(out var key, out var reception))
        {
            GiveUp(key, reception, IsoTpError.Unfinished, IsoTpReasons.Unfinished());
        }
    }

    private static TimeSpan TimeOf(in CanFrame frame) => TimeSpan.FromTicks(frame.Timestamp.Nanoseconds / TimeSpan.NanosecondsPerTick);

    private void Take(in CanFrame frame, in IsoTpPdu pdu, byte? address, TimeSpan now)
    {
        var key = new Key(frame.Device, frame.Id, frame.Extended, frame.Transmitted, address);
        switch (pdu.Kind)
        {
            case IsoTpPduKind.FlowControl:
                // It tells somebody to go on, or to be patient; whom, its id alone does not say.
                flowControlAt = now;
                break;
            case IsoTpPduKind.ConsecutiveFrame when !receptions.TryGetValue(key, out _):
                FramesWithoutBeginning++;
                break;
            case IsoTpPduKind.SingleFrame when !receptions.TryGetValue(key, out _):
                ready.Enqueue(IsoTpMessage.Of(new(pdu.ToArray(), pdu.Length, Frames: 1), frame, frame.Timestamp, address));
                break;
            default:
                Receive(key, frame, pdu, now);
                break;
        }
    }

    private void Receive(Key key, in CanFrame frame, in IsoTpPdu pdu, TimeSpan now)
    {
        if (!receptions.TryGetValue(key, out var reception))
        {
            reception = new(new(receiving), frame);
        }

        var before = reception.Receiver.Held;
        var step = reception.Receiver.OnPdu(pdu, now);
        held += reception.Receiver.Held - before;
        Enqueue(step.Interrupted, reception, key);
        reception.First = pdu.Kind == IsoTpPduKind.ConsecutiveFrame ? reception.First : frame;
        reception.LastTime = frame.Timestamp;
        Enqueue(step.Ended, reception, key);
        if (reception.Receiver.IsReceiving)
        {
            receptions.AddOrRenew(key, reception);
            MakeRoom();
        }
        else
        {
            receptions.Remove(key);
        }
    }

    private void Enqueue(IsoTpReception? ended, Reception reception, Key key)
    {
        if (ended is not null)
        {
            ready.Enqueue(IsoTpMessage.Of(ended, reception.First, reception.LastTime, key.Address));
        }
    }

    private void GiveUpLate(TimeSpan now)
    {
        while (now > flowControlAt + options.Timeout && receptions.TryGetOldest(out var key, out var oldest) && now > oldest.Receiver.Deadline)
        {
            GiveUp(key, oldest, IsoTpError.NoConsecutiveFrame, IsoTpReasons.NoConsecutiveFrame(options.Timeout));
        }
    }

    private void MakeRoom()
    {
        while ((receptions.Count > MaxReceptions || held > MaxHeld && receptions.Count > 1) && receptions.TryGetOldest(out var key, out var oldest))
        {
            GiveUp(key, oldest, IsoTpError.Displaced, IsoTpReasons.Displaced());
        }
    }

    private void GiveUp(Key key, Reception reception, IsoTpError error, string reason)
    {
        held -= reception.Receiver.Held;
        receptions.Remove(key);
        Enqueue(reception.Receiver.Abandon(error, reason), reception, key);
    }

    /// <summary>Whose frames belong together.</summary>
    private readonly record struct Key(string? Device, uint Id, bool Extended, bool Transmitted, byte? Address);

    /// <summary>A message under way.</summary>
    private sealed class Reception(IsoTpReceiver receiver, in CanFrame first)
    {
        public IsoTpReceiver Receiver => receiver;

        public CanFrame First { get; set; } = first;

        public Timestamp LastTime { get; set; } = first.Timestamp;
    }
}
