namespace Caneth.Diagnostics;

/// <summary>
/// Puts the frames of one sender together to messages. It neither has a clock nor sends anything: frames and times go in, messages and
/// flow controls come out. Times are those of any one clock of the caller's.
/// </summary>
/// <param name="options">What is taken, and what is asked of the sender.</param>
internal sealed class IsoTpReceiver(IsoTpOptions options)
{
    // What a first frame declares is believed only as far as bytes come.
    private const int FirstRoom = 256;

    private byte[] buffer = [];
    private uint declared;
    private int length;
    private int frames;
    private int next;
    private int capacity;
    private int untilFlowControl;

    /// <summary>Whether a message is under way.</summary>
    public bool IsReceiving { get; private set; }

    /// <summary>How many bytes are held.</summary>
    public int Held => buffer.Length;

    /// <summary>When <see cref="OnTime"/> gives the message under way up; null where none is.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="pdu">The frame; a flow control says nothing to a receiver.</param>
    /// <param name="now">The time.</param>
    public IsoTpStep OnPdu(in IsoTpPdu pdu, TimeSpan now) => pdu.Kind switch
    {
        IsoTpPduKind.SingleFrame => new(Interrupt(), new(pdu.ToArray(), pdu.Length, Frames: 1)),
        IsoTpPduKind.FirstFrame => Begin(pdu, now),
        IsoTpPduKind.ConsecutiveFrame when IsReceiving => Continue(pdu, now),
        _ => default,
    };

    /// <summary>Gives the message under way up where its next frame is late.</summary>
    /// <param name="now">The time.</param>
    public IsoTpStep OnTime(TimeSpan now) => now <= Deadline || !IsReceiving ? default
        : new(Ended: Abandon(IsoTpError.NoConsecutiveFrame, IsoTpReasons.NoConsecutiveFrame(options.ConsecutiveFrameTimeout)));

    /// <summary>Gives the message under way up.</summary>
    /// <param name="error">Why.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <returns>What there is of it; null where none is under way.</returns>
    public IsoTpReception? Abandon(IsoTpError error, string reason) => IsReceiving ? End(error, reason) : null;

    private IsoTpReception? Interrupt() => Abandon(IsoTpError.Superseded, IsoTpReasons.Superseded());

    private IsoTpStep Begin(in IsoTpPdu pdu, TimeSpan now)
    {
        var interrupted = Interrupt();
        if (pdu.Length > options.MaxLength)
        {
            var reason = IsoTpReasons.TooLong(pdu.Length, options.MaxLength);
            return new(interrupted, new(pdu.ToArray(), pdu.Length, Frames: 1, IsoTpError.TooLong, reason), IsoTpFlowStatus.Overflow);
        }

        IsReceiving = true;
        (declared, capacity, frames, length, next) = (pdu.Length, pdu.Capacity, 0, 0, 1);
        untilFlowControl = options.BlockSize;
        Append(pdu, pdu.Count, now);
        return new(interrupted, Reply: IsoTpFlowStatus.ContinueToSend);
    }

    private IsoTpStep Continue(in IsoTpPdu pdu, TimeSpan now)
    {
        if (pdu.Number != next)
        {
            return new(Ended: End(IsoTpError.WrongSequence, IsoTpReasons.WrongSequence(next, pdu.Number)));
        }

        // All but the last carry the same; what fills up the last is no part of the message.
        var left = (int)declared - length;
        if (left > capacity ? pdu.Count != capacity : pdu.Count < left)
        {
            return new(Ended: End(IsoTpError.WrongFrameLength, IsoTpReasons.WrongFrameLength(Math.Min(left, capacity), pdu.Count)));
        }

        Append(pdu, Math.Min(left, pdu.Count), now);
        next = next + 1 & 0xF;
        if (length == declared)
        {
            return new(Ended: End(error: null, reason: null));
        }

        if (options.BlockSize == 0 || --untilFlowControl > 0)
        {
            return default;
        }

        untilFlowControl = options.BlockSize;
        return new(Reply: IsoTpFlowStatus.ContinueToSend);
    }

    private void Append(in IsoTpPdu pdu, int count, TimeSpan now)
    {
        if (length + count > buffer.Length)
        {
            Array.Resize(ref buffer, (int)Math.Min(declared, Math.Max(2L * buffer.Length, FirstRoom)));
        }

        pdu.CopyTo(buffer.AsSpan(length, count));
        length += count;
        frames++;
        Deadline = now + options.ConsecutiveFrameTimeout;
    }

    private IsoTpReception End(IsoTpError? error, string? reason)
    {
        var reception = new IsoTpReception(buffer[..length], declared, frames, error, reason);
        (IsReceiving, Deadline, buffer) = (false, null, []);
        return reception;
    }
}
